using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class GeoSearchCommandsTests : NodeTestBase
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    [Fact]
    public async Task Places_in_a_circle_are_found_around_a_place_or_a_member()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC => ["Catania", "Palermo"]
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 100 km ASC => ["Catania"]
            GEOSEARCH g FROMMEMBER Palermo BYRADIUS 0 m => ["Palermo"]
            GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1000 mi DESC => ["Catania", "edge", "Palermo"]
            GEOSEARCH none FROMMEMBER Palermo BYRADIUS 1 m => []
            """
        );
    }

    [Fact]
    public async Task Places_in_a_box_are_found()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km ASC => ["Catania", "Palermo", "edge"]
            GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 100 km ASC => []
            GEOSEARCH g FROMMEMBER Catania BYBOX 0 0 km => ["Catania"]
            """
        );
    }

    [Fact]
    public async Task A_circle_over_the_date_line_finds_what_redis_finds_from_either_side()
    {
        await Client.Dialogue(
            """
            GEOADD g 179.9 0 east -179.9 0 west 180 0 line -180 0 other 179 0 far => :5
            GEOSEARCH g FROMLONLAT 180 0 BYRADIUS 50 km ASC WITHDIST => [["line", "0.0001"], ["east", "11.1227"]]
            GEOSEARCH g FROMLONLAT -180 0 BYRADIUS 50 km ASC WITHDIST => [["other", "0.0003"], ["east", "11.1227"], ["west", "11.1227"]]
            GEOSEARCH g FROMMEMBER east BYRADIUS 30 km ASC => ["east", "other", "west"]
            GEOSEARCH g FROMMEMBER west BYRADIUS 30 km ASC => ["west", "other", "east"]
            """
        );
    }

    [Fact]
    public async Task A_box_over_the_date_line_finds_what_redis_finds_from_either_side()
    {
        await Client.Dialogue(
            """
            GEOADD g 179.9 0 east -179.9 0 west 179 0 far => :3
            GEOSEARCH g FROMLONLAT 180 0 BYBOX 50 50 km ASC => ["east"]
            GEOSEARCH g FROMLONLAT -179.95 0 BYBOX 50 50 km ASC => ["west", "east"]
            GEOSEARCH g FROMLONLAT 179.95 0 BYBOX 500 1 km ASC => ["east", "west", "far"]
            """
        );
    }

    [Fact]
    public async Task A_circle_over_a_pole_finds_what_redis_finds()
    {
        await Client.Dialogue(
            """
            GEOADD g 0 85 a 90 85 b 180 85 c -90 85 d 0 80 e 0 -85 south => :6
            GEOSEARCH g FROMLONLAT 0 85 BYRADIUS 1200 km ASC => ["a", "e", "d", "b"]
            GEOSEARCH g FROMLONLAT 45 85.05 BYRADIUS 800 km ASC => ["a", "b"]
            GEOSEARCH g FROMMEMBER south BYRADIUS 100 km => ["south"]
            """
        );
    }

    [Fact]
    public async Task A_circle_may_hold_the_whole_globe()
    {
        await Client.Dialogue(
            """
            GEOADD g 0 0 a 179 1 b -90 80 c 120 -80 d => :4
            GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 21000 km ASC => ["a", "c", "d", "b"]
            GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 1e9 km ASC => ["a", "c", "d", "b"]
            """
        );
    }

    [Fact]
    public async Task A_count_takes_the_nearest_or_the_farthest()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 500 km COUNT 1 => ["Catania"]
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 500 km COUNT 2 DESC => ["edge", "Palermo"]
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 500 km COUNT 9223372036854775807 ASC => ["Catania", "Palermo", "edge"]
            GEOSEARCH g FROMLONLAT 13.4 38.1 BYRADIUS 50 km COUNT 1 ANY => ["Palermo"]
            """
        );
    }

    [Fact]
    public async Task More_may_be_told_of_each_place()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 m WITHDIST => [["Palermo", "0.0000"]]
            GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 m WITHCOORD WITHHASH WITHDIST => [["Palermo", "0.0000", :3479099956230698, ["13.36138933897018433", "38.11555639549629859"]]]
            GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 60 mi WITHDIST => [["Catania", "35.0711"]]
            """
        );
    }

    [Fact]
    public async Task More_is_told_in_doubles_in_RESP3()
    {
        await Sicily();
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            GEOADD h 1 1 a => :1
            GEOSEARCH h FROMLONLAT 1 1 BYRADIUS 1 km WITHDIST WITHHASH WITHCOORD => [["a", "0.0001", :3377822707026402, [,0.99999994039535522, ,0.99999945914297683]]]
            """
        );
    }

    [Fact]
    public async Task What_is_found_may_be_stored()
    {
        await Sicily();
        await Client.Dialogue(
            """
            SET d text EX 100 => +OK
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km => :2
            GEOHASH d Palermo Catania => ["sqc8b49rny0", "sqdtr74hyu0"]
            TTL d => :-1
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST COUNT 1 => :1
            ZRANGE d 0 -1 WITHSCORES => ["Catania", "56.441257870158204"]
            GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m => :0
            EXISTS d => :0
            """
        );
    }

    [Fact]
    public async Task A_store_without_a_source_removes_the_key()
    {
        await Client.Dialogue(
            """
            SET d text => +OK
            GEOSEARCHSTORE d none FROMLONLAT 0 0 BYRADIUS 1 m => :0
            EXISTS d => :0
            SET d text => +OK
            GEORADIUS none 0 0 1 m STORE d => :0
            EXISTS d => :0
            """
        );
    }

    [Fact]
    public async Task The_older_commands_find_and_store_the_same()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEORADIUS g 15 37 200 km ASC => ["Catania", "Palermo"]
            GEORADIUS_RO g 15 37 200 km DESC WITHDIST => [["Palermo", "190.4424"], ["Catania", "56.4413"]]
            GEORADIUSBYMEMBER g Palermo 200 km COUNT 1 => ["Palermo"]
            GEORADIUSBYMEMBER_RO g Palermo 10 m WITHCOORD => [["Palermo", ["13.36138933897018433", "38.11555639549629859"]]]
            GEORADIUS g 15 37 200 km STORE d => :2
            ZCARD d => :2
            GEORADIUSBYMEMBER g Palermo 200 km STOREDIST d => :3
            ZRANGE d 0 0 WITHSCORES => ["Palermo", "0"]
            """
        );
    }

    [Fact]
    public async Task Of_several_keys_to_store_into_the_last_counts()
    {
        await Sicily();
        await Client.Dialogue(
            """
            GEORADIUS g 15 37 100 km STORE first STOREDIST last => :1
            EXISTS first => :0
            ZRANGE last 0 -1 WITHSCORES => ["Catania", "56.441257870158204"]
            GEORADIUS g 15 37 200 km STORE 1 STORE 2 STORE 3 => :2
            EXISTS 1 2 => :0
            ZCARD 3 => :2
            """
        );
    }

    [Theory]
    [InlineData("GEOSEARCH g BYRADIUS 1 m ASC ASC", "-ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 ASC DESC", "-ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 FROMMEMBER a BYRADIUS 1 m", "-ERR syntax error")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS 1 m BYBOX 1 1 m", "-ERR syntax error")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS -1 m", "-ERR radius cannot be negative")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYBOX 1 -1 m", "-ERR height or width cannot be negative")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYBOX 1 m m", "-ERR need numeric height")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYBOX x 1 m", "-ERR need numeric width")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS x m", "-ERR need numeric radius")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS 1 yd", "-ERR unsupported unit provided. please use M, KM, FT, MI")]
    [InlineData("GEOSEARCH g FROMLONLAT 181 1 BYRADIUS 1 m", "-ERR invalid longitude,latitude pair 181.000000,1.000000")]
    [InlineData("GEOSEARCH g FROMMEMBER x BYRADIUS 1 m", "-ERR could not decode requested zset member")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS 1 m COUNT 0", "-ERR COUNT must be > 0")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS 1 m ANY", "-ERR the ANY argument requires COUNT argument")]
    [InlineData("GEOSEARCH g FROMLONLAT 1 1 BYRADIUS 1 m STOREDIST", "-ERR syntax error")]
    [InlineData(
        "GEOSEARCHSTORE d g FROMLONLAT 1 1 BYRADIUS 1 m WITHDIST",
        "-ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
    )]
    [InlineData(
        "GEORADIUS g 1 1 1 m WITHHASH STORE d",
        "-ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
    )]
    [InlineData("GEORADIUS_RO g 1 1 1 m STORE d", "-ERR syntax error")]
    [InlineData("GEORADIUSBYMEMBER_RO g a 1 m STOREDIST d", "-ERR syntax error")]
    [InlineData("GEORADIUSBYMEMBER g x 1 m", "-ERR could not decode requested zset member")]
    [InlineData("GEOSEARCH text BYRADIUS 1 m ASC ASC", WrongType)]
    public async Task Bad_arguments_are_refused(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            GEOADD g 1 1 a => :1
            {command} => {reply}
            EXISTS d => :0
            """
        );
    }

    private Task Sicily() =>
        Client.Ask(
            "GEOADD",
            "g",
            "13.361389",
            "38.115556",
            "Palermo",
            "15.087269",
            "37.502669",
            "Catania",
            "12.758489",
            "38.788135",
            "edge"
        );
}
