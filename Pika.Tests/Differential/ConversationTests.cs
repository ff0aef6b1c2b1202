using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>Channels, tracking and notifications among several clients: each byte as from redis-server.</summary>
public sealed class ConversationTests : IAsyncLifetime
{
    private RedisServer? _redis;
    private TestNode _node = null!;
    private Conversation _talk = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Executable is null)
            return;

        _redis = new RedisServer();
        _node = await TestNode.OpenAsync(clock: TimeProvider.System);
        _talk = new Conversation(_redis, _node);
        _talk.Join("old", 2);
        _talk.Join("new", 3);
        _talk.Join("writer", 2);
    }

    public async Task DisposeAsync()
    {
        if (_redis is null)
            return;

        _talk.Dispose();
        await _node.DisposeAsync();
        _redis.Dispose();
    }

    [RedisFact]
    public async Task Channels()
    {
        await _talk.Say(
            "old",
            "SUBSCRIBE a b a",
            "GET x",
            "PING",
            "PING hi",
            "PING a b",
            "MULTI",
            "HELLO 3",
            "CLIENT ID",
            "CLIENT NOSUCH",
            "NOSUCH"
        );
        await _talk.Say("new", "SUBSCRIBE a", "PUBLISH a self", "PING", "PSUBSCRIBE a* *", "SSUBSCRIBE a", "GET x");
        await _talk.Say("writer", "PUBLISH b 1", "PUBLISH none 2", "PUBLISH a", "SPUBLISH a 3", "SPUBLISH b 4", "SUBSCRIBE", "PUBLISH b 5");
        await _talk.Say(
            "writer",
            "PUBSUB NUMSUB",
            "PUBSUB NUMSUB a b c a",
            "PUBSUB NUMPAT",
            "PUBSUB SHARDCHANNELS",
            "PUBSUB SHARDNUMSUB a b"
        );
        await _talk.Say(
            "writer",
            "PUBSUB CHANNELS b",
            "PUBSUB CHANNELS x*",
            "PUBSUB CHANNELS a b",
            "PUBSUB NOSUCH",
            "PUBSUB",
            "PUBSUB NUMPAT x"
        );
        await _talk.Say("writer", "MULTI", "PUBLISH b 1", "SET k v", "SPUBLISH a 2", "EXEC", "MULTI", "PUBLISH b lost", "DISCARD");
        await _talk.Say("new", "PUNSUBSCRIBE a* x", "PUNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "SUNSUBSCRIBE a", "UNSUBSCRIBE x a");
        await _talk.Say("old", "UNSUBSCRIBE b", "SSUBSCRIBE s", "SUNSUBSCRIBE s", "UNSUBSCRIBE a", "UNSUBSCRIBE", "PING", "GET x");
        await _talk.Say("writer", "PUBLISH a 1", "PUBSUB CHANNELS", "PUBSUB NUMPAT");
    }

    [RedisFact]
    public async Task Transactions_and_states()
    {
        await _talk.Say("old", "MULTI", "SUBSCRIBE a b", "PING", "GET x", "UNSUBSCRIBE a", "EXEC", "PING", "EXEC", "RESET", "PING");
        await _talk.Say("new", "MULTI", "UNSUBSCRIBE", "SUBSCRIBE a b", "GET x", "PSUBSCRIBE a", "EXEC", "PING");
        await _talk.Say("writer", "PUBLISH a 1");
        await _talk.Say(
            "new",
            "CLIENT REPLY SKIP",
            "SUBSCRIBE c",
            "PUBLISH c 1",
            "CLIENT REPLY OFF",
            "PUBLISH c 2",
            "SUBSCRIBE d",
            "CLIENT REPLY ON"
        );
        await _talk.Say("new", "HELLO 2 SETNAME x", "RESET", "HELLO 3 SETNAME x", "PUBSUB NUMPAT");
        await _talk.Say("writer", "PUBLISH a 1", "PUBLISH c 1");
    }

    [RedisFact]
    public async Task The_options_of_tracking()
    {
        foreach (
            var options in new[]
            {
                "x",
                "ON x",
                "ON PREFIX a",
                "ON REDIRECT 99999",
                "ON REDIRECT x",
                "ON REDIRECT",
                "ON REDIRECT {old} REDIRECT {old}",
                "ON OPTIN OPTOUT",
                "ON BCAST OPTIN",
                "OFF x",
                "ON BCAST PREFIX a PREFIX ab",
                "ON BCAST PREFIX b PREFIX b",
                "x BCAST PREFIX a PREFIX ab",
                "ON",
                "ON BCAST",
                "ON OPTIN",
                "ON OPTOUT",
                "ON NOLOOP OPTIN",
                "OFF",
                "ON OPTOUT NOLOOP REDIRECT {old}",
                "ON OPTIN",
                "OFF",
                "ON BCAST PREFIX zz PREFIX aa",
                "ON BCAST PREFIX c",
                "ON BCAST PREFIX cc",
                "ON BCAST PREFIX c",
                "ON BCAST NOLOOP",
                "ON NOLOOP",
                "OFF",
            }
        )
        {
            await _talk.Say(
                "new",
                $"CLIENT TRACKING {options}",
                "CLIENT TRACKINGINFO",
                "CLIENT GETREDIR",
                "CLIENT CACHING YES",
                "CLIENT CACHING NO",
                "CLIENT CACHING x",
                "CLIENT TRACKINGINFO"
            );
        }
    }

    [RedisFact]
    public async Task Changes_of_keys_that_were_read()
    {
        await _talk.Say(
            "new",
            "CLIENT TRACKING ON",
            "MGET a b",
            "GET c",
            "EXISTS d",
            "STRLEN e",
            "LCS f g",
            "TYPE h",
            "TTL i",
            "BITCOUNT j"
        );
        await _talk.Say(
            "writer",
            "SET a 1",
            "SET a 2",
            "MSET b 1 c 1 d 1",
            "DEL b",
            "APPEND e x",
            "SETRANGE f 0 x",
            "INCR g",
            "SETBIT h 1 1"
        );
        await _talk.Say("writer", "SET i 1", "SET j 1", "SET unread 1");
        await _talk.Say("new", "GET a", "SET a 5", "GET a", "INCR a", "PING", "GETSET a 1", "GETDEL a", "SET a 1 GET", "SET a 2");
        await _talk.Say("new", "MULTI", "GET a", "SET a 9", "GET a", "EXEC", "PING");
        await _talk.Say("writer", "SET a 10", "SET a 11");
        await _talk.Say("new", "GET a", "GET c");
        await _talk.Say("writer", "RENAME c a", "EXPIRE a 1000", "PERSIST a", "PERSIST a", "EXPIRE none 1", "DEL none");
        await _talk.Say("new", "GET a");
        await _talk.Say("writer", "EXPIRE a 1000", "SELECT 1", "SET a 1", "SELECT 0");
        await _talk.Say("new", "GET a");
        await _talk.Say("writer", "SELECT 1", "SET a 1", "FLUSHDB", "SELECT 0", "FLUSHALL", "SWAPDB 0 1", "SWAPDB 0 1");
        await _talk.Say("new", "GET a", "CLIENT TRACKING OFF", "CLIENT TRACKING ON NOLOOP", "GET a", "SET a 1", "GET b", "PING");
        await _talk.Say("writer", "SET a 1", "SET b 1");
    }

    [RedisFact]
    public async Task Tracking_of_some_commands_and_of_prefixes()
    {
        await _talk.Say("new", "CLIENT TRACKING ON OPTIN", "GET a", "CLIENT CACHING YES", "GET b", "GET c");
        await _talk.Say("new", "CLIENT CACHING YES", "MULTI", "GET d", "GET e", "EXEC", "GET f");
        await _talk.Say("new", "CLIENT CACHING YES", "CLIENT TRACKINGINFO", "GET g", "CLIENT CACHING YES", "NOSUCH", "GET h");
        await _talk.Say("new", "CLIENT CACHING YES", "SET x 1", "GET i", "CLIENT CACHING YES", "GET", "GET j");
        foreach (var key in "abcdefghij")
            await _talk.Say("writer", $"SET {key} 1");

        await _talk.Say("new", "CLIENT TRACKING OFF", "CLIENT TRACKING ON OPTOUT", "GET a", "CLIENT CACHING NO", "GET b", "GET c");
        await _talk.Say("writer", "SET a 1", "SET b 1", "SET c 1");
        await _talk.Say("new", "CLIENT TRACKING OFF", "CLIENT TRACKING ON BCAST PREFIX foo: PREFIX bar");
        await _talk.Say("writer", "MULTI", "SET foo:9 1", "SET foo:3 1", "SET foo:3 2", "SET bar 2", "SET baz 1", "DEL foo:9", "EXEC");
        await _talk.Say("new", "CLIENT TRACKING ON BCAST NOLOOP", "SET foo:1 1");
        await _talk.Say("writer", "DEL foo:1");
    }

    [RedisFact]
    public async Task Tracking_that_tells_another()
    {
        _talk.Join("listener", 2);
        await _talk.Say("old", "CLIENT TRACKING ON REDIRECT {listener}", "GET a", "CLIENT GETREDIR", "CLIENT TRACKINGINFO");
        await _talk.Say("writer", "SET a 1");
        await _talk.Say("listener", "SUBSCRIBE __redis__:invalidate");
        await _talk.Say("old", "GET a");
        await _talk.Say("writer", "SET a 1", "FLUSHALL");
        await _talk.Say("old", "GET a");
        await _talk.Say("listener", "UNSUBSCRIBE", "HELLO 3 SETNAME x");
        await _talk.Say("writer", "SET a 2");
        await _talk.Say("old", "GET a", "HELLO 3 SETNAME x", "CLIENT TRACKING ON", "CLIENT TRACKING ON REDIRECT {listener}");
        await _talk.Leave("listener");
        await _talk.Say("writer", "INCR a", "PING");
    }

    [RedisFact]
    public async Task Events_of_keys()
    {
        await _talk.Say("writer", "CONFIG SET notify-keyspace-events q", "CONFIG GET notify-keyspace-events");
        await _talk.Say("writer", "CONFIG SET notify-keyspace-events KEAmn", "CONFIG GET notify-keyspace-events");
        await _talk.Say("old", "PSUBSCRIBE __key*");
        await _talk.Say("new", "SUBSCRIBE __keyevent@0__:set __keyspace@0__:a __keyspace@1__:a");
        await _talk.Say(
            "writer",
            "SET a 1",
            "SET a 1 EX 100 GET",
            "DEL a b",
            "SELECT 1",
            "SET a 1",
            "MOVE a 0",
            "SELECT 0",
            "COPY a b DB 1",
            "RENAME a c"
        );
        await _talk.Say("writer", "MULTI", "SET a 1", "GET none", "PUBLISH __keyspace@0__:a mine", "DEL a", "EXEC");
        await _talk.Say("writer", "CONFIG SET notify-keyspace-events E$", "SET a 1", "DEL a", "CONFIG SET notify-keyspace-events K");
        await _talk.Say("writer", "SET a 1");
    }
}
