using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

/// <summary>Keys go from one node to another.</summary>
public sealed class MigrateCommandsTests : IAsyncLifetime
{
    private const string Ok = "+OK\r\n";
    private const string Nil = "$-1\r\n";
    private const string Busy = "-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n";

    private readonly FakeOutbound _network = new();
    private readonly ManualTime _time = new();

    /// <summary>Turns often find the block cache cold, and run again.</summary>
    private readonly GuardedStore _store = new(new ColdStore(new MemoryStore(), seed: 1, misses: 0.2));
    private TestNode _here = null!;
    private TestNode _there = null!;
    private TestClient _source = null!;
    private TestClient _target = null!;

    public async Task InitializeAsync()
    {
        _here = await TestNode.OpenAsync(store: _store, clock: _time, network: _network);
        _there = await TestNode.OpenAsync(clock: _time);
        _network.Add("there", _there);
        (_source, _target) = (_here.Connect(), _there.Connect());
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        _network.Open.ShouldBe(0);
        _store.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_goes_with_its_value_and_its_time()
    {
        await _source.Ask("SET", "k", "v", "PX", "5000");

        (await _source.Ask("MIGRATE", "there", "6379", "k", "3", "10000")).ShouldBe(Ok);

        (await _source.Ask("EXISTS", "k")).ShouldBe(":0\r\n");
        (await _target.Pipeline("EXISTS k", "SELECT 3", "GET k", "PTTL k")).ShouldBe(":0\r\n+OK\r\n$1\r\nv\r\n:5000\r\n");
    }

    [Fact]
    public async Task With_copy_it_stays()
    {
        await _source.Ask("SET", "k", "v");

        (await Migrate("COPY")).ShouldBe(Ok);

        (await _source.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
        (await _target.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
    }

    [Fact]
    public async Task A_key_of_the_target_stands_in_the_way_unless_it_is_replaced()
    {
        await _source.Ask("SET", "k", "new");
        await _target.Ask("SET", "k", "old");

        (await Migrate()).ShouldBe(Busy);
        (await _source.Ask("GET", "k")).ShouldBe("$3\r\nnew\r\n");
        (await _target.Ask("GET", "k")).ShouldBe("$3\r\nold\r\n");

        (await Migrate("REPLACE")).ShouldBe(Ok);
        (await _source.Ask("GET", "k")).ShouldBe(Nil);
        (await _target.Ask("GET", "k")).ShouldBe("$3\r\nnew\r\n");
    }

    [Fact]
    public async Task Of_several_keys_those_go_that_the_target_takes()
    {
        await _source.Pipeline("SET a 1", "SET b 2", "SET c 3");
        await _target.Ask("SET", "b", "old");

        (await Migrate("KEYS", "a", "nosuch", "b", "c")).ShouldBe(Busy);

        (await _source.Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$-1\r\n$1\r\n2\r\n$-1\r\n");
        (await _target.Ask("MGET", "a", "b", "c")).ShouldBe("*3\r\n$1\r\n1\r\n$3\r\nold\r\n$1\r\n3\r\n");
    }

    /// <summary>More keys than are sent at once, and more bytes, over all shards.</summary>
    [Fact]
    public async Task Many_keys_and_large_ones_go()
    {
        var names = Enumerable.Range(0, 1000).Select(i => $"key:{i}").ToArray();
        foreach (var name in names)
            await _source.Ask("SET", name, name + new string('x', 2000));
        await _source.Ask("SET", "large", new string('y', 3_000_000));

        (await Migrate(["KEYS", .. names, "large"])).ShouldBe(Ok);

        (await _source.Ask("DBSIZE")).ShouldBe(":0\r\n");
        (await _target.Ask("DBSIZE")).ShouldBe(":1001\r\n");
        (await _target.Ask("GETRANGE", "key:999", "0", "8")).ShouldBe("$9\r\nkey:999xx\r\n");
        (await _target.Ask("STRLEN", "large")).ShouldBe(":3000000\r\n");
    }

    [Fact]
    public async Task A_key_that_is_named_twice_is_in_its_own_way()
    {
        await _source.Ask("SET", "k", "v");
        (await Migrate("KEYS", "k", "k")).ShouldBe(Busy);
        (await _source.Ask("EXISTS", "k")).ShouldBe(":0\r\n");

        await _source.Ask("SET", "k", "v");
        (await Migrate("REPLACE", "KEYS", "k", "k")).ShouldBe(Ok);
        (await _source.Ask("EXISTS", "k")).ShouldBe(":0\r\n");
    }

    [Theory]
    [InlineData("99", "-ERR Target instance replied with error: ERR DB index is out of range\r\n")]
    [InlineData("-1", "-ERR Target instance replied with error: ERR DB index is out of range\r\n")]
    public async Task A_database_that_the_target_has_not_gets_nothing(string database, string error)
    {
        await _source.Ask("SET", "k", "v");

        (await _source.Ask("MIGRATE", "there", "6379", "k", database, "10000")).ShouldBe(error);

        (await _source.Ask("EXISTS", "k")).ShouldBe(":1\r\n");
        (await _target.Ask("DBSIZE")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task The_password_goes_first()
    {
        await _target.Ask("CONFIG", "SET", "requirepass", "secret");
        await _source.Ask("SET", "k", "v");

        (await Migrate()).ShouldBe("-ERR Target instance replied with error: NOAUTH Authentication required.\r\n");
        (await Migrate("AUTH", "wrong")).ShouldStartWith("-ERR Target instance replied with error: WRONGPASS ");
        (await Migrate("AUTH2", "nobody", "secret")).ShouldStartWith("-ERR Target instance replied with error: WRONGPASS ");
        (await _source.Ask("EXISTS", "k")).ShouldBe(":1\r\n");
        (await Migrate("AUTH", "secret", "COPY")).ShouldBe(Ok);
        (await Migrate("AUTH2", "default", "secret", "REPLACE")).ShouldBe(Ok);
        (await _source.Ask("EXISTS", "k")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Nobody_is_there()
    {
        await _source.Ask("SET", "k", "v");

        (await _source.Ask("MIGRATE", "elsewhere", "6379", "k", "0", "100")).ShouldBe(
            "-IOERR error or timeout writing to target instance\r\n"
        );

        (await _source.Ask("EXISTS", "k")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Passwords_are_shown_to_nobody()
    {
        var watcher = _here.Connect();
        await watcher.Ask("MONITOR");
        await _source.Ask("SET", "k", "v");

        await Migrate("AUTH2", "user", "secret");

        var shown = await watcher.Pushed();
        shown.ShouldContain("\"AUTH2\" \"(redacted)\" \"(redacted)\"");
        shown.ShouldNotContain("secret");
    }

    [Fact]
    public async Task In_a_transaction_it_is_refused()
    {
        await _source.Ask("MULTI");

        (await Migrate()).ShouldBe("-ERR Command not allowed inside a transaction\r\n");

        (await _source.Ask("EXEC")).ShouldStartWith("-EXECABORT");
    }

    [Fact]
    public async Task Earlier_replies_of_the_pipeline_do_not_wait_and_later_commands_do()
    {
        await _source.Ask("SET", "k", "v");

        (await _source.Pipeline("GET k", "MIGRATE there 1 k 0 10000", "GET k", "MIGRATE there 1 k 0 10000")).ShouldBe(
            "$1\r\nv\r\n+OK\r\n$-1\r\n+NOKEY\r\n"
        );
    }

    [Fact]
    public async Task Listeners_hear_that_the_keys_are_gone()
    {
        await _source.Pipeline("CONFIG SET notify-keyspace-events KEA", "SET k v");
        var listener = _here.Connect();
        await listener.Ask("SUBSCRIBE", "__keyspace@0__:k");

        await Migrate();

        (await listener.Pushed()).ShouldBe("*3\r\n$7\r\nmessage\r\n$16\r\n__keyspace@0__:k\r\n$3\r\ndel\r\n");
    }

    private Task<string> Migrate(params string[] words) =>
        _source.Ask(["MIGRATE", "there", "6379", words.Contains("KEYS") ? "" : "k", "0", "10000", .. words]);
}
