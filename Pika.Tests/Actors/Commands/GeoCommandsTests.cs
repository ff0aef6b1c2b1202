using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class GeoCommandsTests : NodeTestBase
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    [Fact]
    public async Task A_place_is_read_back_as_the_middle_of_its_cell()
    {
        await Client.Dialogue(
            """
            GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania => :2
            GEOPOS g Palermo Catania => [["13.36138933897018433", "38.11555639549629859"], ["15.08726745843887329", "37.50266842333162032"]]
            ZSCORE g Palermo => "3479099956230698"
            TYPE g => +zset
            """
        );
    }

    [Fact]
    public async Task Options_say_what_is_added_and_what_is_counted()
    {
        await Client.Dialogue(
            """
            GEOADD g 1 1 a => :1
            GEOADD g NX CH 2 2 a 3 3 b => :1
            GEOADD g XX CH 2 2 a 4 4 c => :1
            GEOADD g CH 2 2 a 5 5 c => :1
            GEOHASH g a b c => ["s037ms06g70", "s0d1h60s300", "s0gs3y0zh70"]
            """
        );
    }

    [Fact]
    public async Task The_edges_of_the_map_are_places()
    {
        await Client.Dialogue(
            """
            GEOADD g 180 85.05112878 ne -180 -85.05112878 sw 0 0 middle -0 -0 same => :4
            GEOPOS g ne sw middle => [["180", "85.0511287799999991"], ["-179.99999731779098511", "-85.05112751263942528"], ["0.00000268220901489", "0.00000126736058093"]]
            GEOHASH g ne sw middle => ["bp05b5048p0", "00bh0hbj200", "s0000000000"]
            ZRANGE g 0 -1 WITHSCORES => ["sw", "0", "middle", "3377699720527872", "same", "3377699720527872", "ne", "13510798882111488"]
            """
        );
    }

    [Theory]
    [InlineData("180.0001 0", "-ERR invalid longitude,latitude pair 180.000100,0.000000")]
    [InlineData("0 85.0512", "-ERR invalid longitude,latitude pair 0.000000,85.051200")]
    [InlineData("-181 -86", "-ERR invalid longitude,latitude pair -181.000000,-86.000000")]
    [InlineData("inf 0", "-ERR invalid longitude,latitude pair inf,0.000000")]
    [InlineData("x 0", "-ERR value is not a valid float")]
    [InlineData("0 nan", "-ERR value is not a valid float")]
    public async Task What_is_no_place_is_refused_and_nothing_added(string place, string reply)
    {
        await Client.Dialogue(
            $"""
            GEOADD g 1 1 a {place} b => {reply}
            EXISTS g => :0
            """
        );
    }

    [Theory]
    [InlineData("GEOADD text NX XX 1 1 a", "-ERR syntax error")]
    [InlineData("GEOADD text 1 1 a 2", "-ERR syntax error")]
    [InlineData("GEOADD text CH NX XX", "-ERR syntax error")]
    [InlineData("GEOADD text GT 1 1", "-ERR value is not a valid float")]
    [InlineData("GEOADD text 1 1 a", WrongType)]
    [InlineData("GEODIST text a b yd", "-ERR unsupported unit provided. please use M, KM, FT, MI")]
    [InlineData("GEODIST text a b m m", "-ERR syntax error")]
    [InlineData("GEODIST text a b", WrongType)]
    [InlineData("GEOHASH text a", WrongType)]
    [InlineData("GEOPOS text", WrongType)]
    public async Task Bad_arguments_are_refused(string command, string reply)
    {
        await Client.Dialogue(
            $"""
            SET text v => +OK
            {command} => {reply}
            """
        );
    }

    [Fact]
    public async Task A_distance_is_told_in_the_unit_asked_for()
    {
        await Client.Dialogue(
            """
            GEOADD g 13.361389 38.115556 a 15.087269 37.502669 b => :2
            GEODIST g a b => "166274.1516"
            GEODIST g a b M => "166274.1516"
            GEODIST g a b km => "166.2742"
            GEODIST g b a mi => "103.3182"
            GEODIST g a b ft => "545518.8700"
            GEODIST g a a => "0.0000"
            """
        );
    }

    [Fact]
    public async Task A_distance_is_the_shorter_way_around_the_globe()
    {
        await Client.Dialogue(
            """
            GEOADD g 179.9 0 east -179.9 0 west 0 85 north 180 85 behind => :4
            GEODIST g east west km => "22.2454"
            GEODIST g north behind km => "1112.2631"
            """
        );
    }

    [Fact]
    public async Task Where_a_member_is_missing_there_is_nothing()
    {
        await Client.Dialogue(
            """
            GEOADD g 1 1 a => :1
            GEODIST g a x => nil
            GEODIST none a b => nil
            GEOHASH g a x => ["s00twy01mt0", nil]
            GEOHASH none a => [nil]
            GEOHASH g => []
            GEOPOS none a b => [nil, nil]
            """
        );
        (await Client.Ask("GEOPOS", "g", "x")).ShouldBe("*1\r\n*-1\r\n");
    }

    [Fact]
    public async Task Coordinates_are_doubles_in_RESP3()
    {
        var client = Node.Connect(3);
        await client.Dialogue(
            """
            GEOADD g 1 -1 a => :1
            GEOPOS g a x => [[,0.99999994039535522, ,-0.99999945914297683], nil]
            GEODIST g a a => "0.0000"
            """
        );
    }
}
