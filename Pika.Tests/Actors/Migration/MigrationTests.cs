using System.Text;
using Pika.Protocol;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Migration;

/// <summary>Keys go from one node to another; what the other server may do wrong is done by a peer of the test's own.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private const string Ok = "+OK\r\n";
    private const string Nil = "$-1\r\n";
    private const string Reading = "-IOERR error or timeout reading to target instance\r\n";
    private const string Busy = "-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n";

    private readonly FakeOutbound _network = new();
    private readonly SteppedTime _time = new();
    private readonly SimulatedFileSystem _files = new(seed: 1);
    private readonly FailingStore _store = new(new MemoryStore());
    private TestNode _here = null!;
    private TestNode _there = null!;
    private TestClient _source = null!;
    private TestClient _other = null!;
    private TestClient _target = null!;

    public async Task InitializeAsync()
    {
        _here = await TestNode.OpenAsync(store: _store, clock: _time, files: _files, network: _network);
        _there = await TestNode.OpenAsync(clock: _time);
        _network.Add("there", _there);
        (_source, _other, _target) = (_here.Connect(), _here.Connect(), _there.Connect());
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        _network.Open.ShouldBe(0);
        _here.Node.Watches.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("SET k other", "$5\r\nother\r\n")]
    [InlineData("APPEND k +", "$2\r\nv+\r\n")]
    [InlineData("EXPIRE k 1000", "$1\r\nv\r\n")]
    [InlineData("DEL k", Nil)]
    [InlineData("FLUSHALL", Nil)]
    [InlineData("SWAPDB 0 1", Nil)]
    [InlineData("RENAME k k2", Nil)]
    public async Task What_is_changed_on_the_way_is_not_removed_and_the_reply_says_so(string change, string value)
    {
        await _source.Ask("SET", "k", "v");
        WhenRestored(() => _other.Pipeline(change));

        (await Migrate()).ShouldStartWith("-ERR A key was changed while it was migrated");

        (await _source.Ask("GET", "k")).ShouldBe(value);
        (await _target.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
    }

    [Fact]
    public async Task What_expires_on_the_way_expires_there_as_well()
    {
        await _source.Ask("SET", "k", "v", "PX", "50");
        WhenRestored(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(60));
            return _other.Ask("GET", "k");
        });

        (await Migrate()).ShouldBe(Ok);

        (await _target.Ask("GET", "k")).ShouldBe(Nil);
    }

    [Fact]
    public async Task Others_are_served_while_the_target_takes_its_time()
    {
        var restored = new TaskCompletionSource();
        await _source.Ask("SET", "k", "v");
        WhenRestored(() => restored.Task);

        var migrating = Migrate();
        (await _other.Pipeline("SET other 1", "GET k")).ShouldBe("+OK\r\n$1\r\nv\r\n");
        migrating.IsCompleted.ShouldBeFalse();
        restored.SetResult();

        (await migrating).ShouldBe(Ok);
    }

    [Fact]
    public async Task Nothing_is_removed_during_a_pause_of_writes()
    {
        await _source.Ask("SET", "k", "v");
        var asked = new TaskCompletionSource();
        WhenRestored(() =>
        {
            asked.SetResult();
            return _other.Ask("CLIENT", "PAUSE", "1000", "WRITE");
        });

        var migrating = Migrate();
        await asked.Task;
        await Eventually.True(() => _here.Node.Pause.Holds(CommandTable.Get("set"), _other.Client));
        (await _other.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
        migrating.IsCompleted.ShouldBeFalse();
        await _other.Ask("CLIENT", "UNPAUSE");

        (await migrating).ShouldBe(Ok);
        (await _other.Ask("GET", "k")).ShouldBe(Nil);
    }

    [Fact]
    public async Task A_target_that_hangs_is_given_up_after_the_timeout()
    {
        await _source.Ask("SET", "k", "v");
        var migrating = await MigrateToOneThatHangs();
        await StepUntil(() => migrating.IsCompleted);

        (await migrating).ShouldBe(Reading);
        (await _source.Ask("EXISTS", "k")).ShouldBe(":1\r\n");
    }

    /// <summary>The target has answered for the first key only when it goes away.</summary>
    [Fact]
    public async Task What_the_target_has_taken_before_it_is_lost_is_removed()
    {
        await _source.Pipeline("SET a 1", "SET b 2");
        var greeted = false;
        Peer(_ =>
        {
            if (greeted)
                return "+OK\r\n-";
            greeted = true;
            return Ok;
        });

        var migrating = _source.Ask("MIGRATE", "peer", "6379", "", "0", "100", "KEYS", "a", "b");
        await StepUntil(() => migrating.IsCompleted);

        (await migrating).ShouldBe(Reading);
        (await _source.Ask("MGET", "a", "b")).ShouldBe("*2\r\n$-1\r\n$1\r\n2\r\n");
    }

    [Fact]
    public async Task A_client_that_is_killed_does_not_wait_for_the_target()
    {
        await _source.Ask("SET", "k", "v");
        var migrating = await MigrateToOneThatHangs();

        await _other.Ask("CLIENT", "KILL", "ID", $"{_source.Client.Id}");

        await migrating.WaitAsync(TimeSpan.FromSeconds(30));
        (await _other.Ask("EXISTS", "k")).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task A_node_that_stops_does_not_wait_for_the_target()
    {
        await _source.Ask("SET", "k", "v");
        var migrating = await MigrateToOneThatHangs();

        _here.Node.BeginStop();

        (await migrating.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(Reading);
    }

    /// <summary>
    /// A counter that is raised all the time goes to the other node again and again: each rise that was answered is in what has gone over, or still here.
    /// </summary>
    [Fact]
    public async Task No_write_is_lost_whoever_comes_first()
    {
        const int Enough = 5;
        var chance = new Random(1);
        using var end = new CancellationTokenSource();
        var raising = Task.Run(async () =>
        {
            long raised = 0;
            for (; !end.IsCancellationRequested; raised++)
            {
                await _other.Ask("INCR", "k");
                for (var i = chance.Next(100); i > 0; i--)
                    await Task.Yield();
            }

            return raised;
        });

        long gone = 0;
        var (moved, stayed) = (0, 0);
        for (var round = 0; round < 100_000 && (moved < Enough || stayed < Enough); round++)
        {
            var reply = await Migrate();
            if (reply == Ok)
            {
                moved++;
                gone += long.Parse((await _target.Ask("GETDEL", "k")).Split("\r\n")[1]);
            }
            else if (reply != "+NOKEY\r\n")
            {
                reply.ShouldStartWith("-ERR A key was changed");
                stayed++;
                await _target.Ask("DEL", "k");
            }
        }

        await end.CancelAsync();
        var raised = await raising;
        var here = await _source.Ask("GET", "k");
        (gone + (here == Nil ? 0 : long.Parse(here.Split("\r\n")[1]))).ShouldBe(raised);
        moved.ShouldBeGreaterThanOrEqualTo(Enough);
        stayed.ShouldBeGreaterThanOrEqualTo(Enough);
    }

    [Fact]
    public async Task A_key_that_goes_to_where_it_is_stays()
    {
        _network.Add("here", _here);
        await _source.Ask("SET", "k", "v");

        (await _source.Ask("MIGRATE", "here", "6379", "k", "0", "100")).ShouldBe(Busy);
        (await _source.Ask("MIGRATE", "here", "6379", "k", "0", "100", "REPLACE")).ShouldStartWith("-ERR A key was changed");

        (await _source.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
        (await _source.Ask("MIGRATE", "here", "6379", "k", "1", "100")).ShouldBe(Ok);
        (await _source.Pipeline("EXISTS k", "SELECT 1", "GET k")).ShouldBe(":0\r\n+OK\r\n$1\r\nv\r\n");
    }

    /// <summary>Without the watch, a write that comes in between would be lost.</summary>
    [Fact]
    public async Task Nothing_is_sent_when_the_shard_cannot_watch()
    {
        await _source.Ask("SET", "k", "v");
        _store.WriteFailure = new StoreException(StoreError.NoSpace, "IO error: No space left on device");
        await _source.Ask("SET", "k", "w");

        (await Migrate()).ShouldBe("-MISCONF Errors writing to the store: No space left on device\r\n");

        (await _target.Ask("DBSIZE")).ShouldBe(":0\r\n");
        _store.WriteFailure = null;
        await StepUntil(() => _here.Node.StoreFailure is null);
        (await _source.Ask("GET", "k")).ShouldBe("$1\r\nw\r\n");
    }

    [Fact]
    public async Task What_the_log_does_not_take_is_not_removed()
    {
        await _source.Ask("SET", "k", "v");
        _files.Capacity = _here.Node.Binlog.Position.Offset;

        (await Migrate()).ShouldBe("-MISCONF Errors writing to the binlog: No space left on device\r\n");

        (await _source.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
        (await _target.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
        _files.Capacity = long.MaxValue;
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_an_error_of_its_own()
    {
        await _source.Ask("SET", "k", "v");
        Peer(_ =>
        {
            _store.ReadFailure = new StoreException(StoreError.Io, "IO error: bad sector");
            return Ok;
        });

        (await _source.Ask("MIGRATE", "peer", "6379", "k", "0", "100")).ShouldBe("-ERR IO error: bad sector\r\n");

        _store.ReadFailure = null;
        (await _source.Ask("GET", "k")).ShouldBe("$1\r\nv\r\n");
    }

    [Fact]
    public async Task It_counts_once_and_its_errors_count()
    {
        await _source.Pipeline("SET k v", "CONFIG SET slowlog-log-slower-than 0", "CONFIG RESETSTAT", "SLOWLOG RESET");
        await _target.Ask("SET", "k", "old");

        (await Migrate("AUTH", "secret")).ShouldStartWith("-ERR Target instance replied with error: ERR AUTH");
        (await Migrate()).ShouldBe(Busy);

        (await _other.Ask("INFO", "errorstats")).ShouldContain("errorstat_ERR:count=2\r\n");
        var slow = await _other.Ask("SLOWLOG", "GET");
        slow.Split("$7\r\nMIGRATE\r\n").Length.ShouldBe(3);
        slow.ShouldContain("$4\r\nAUTH\r\n$10\r\n(redacted)\r\n");
    }

    private Task<string> Migrate(params string[] words) => _source.Ask(["MIGRATE", "there", "6379", "k", "0", "100", .. words]);

    private void Peer(Func<string, string?> answer) => _network.Add("peer", () => received => Task.FromResult(answer(received)));

    // Returns the command, which waits: the target is connected, and says nothing.
    private async Task<Task<string>> MigrateToOneThatHangs()
    {
        var connected = new TaskCompletionSource();
        Peer(_ =>
        {
            connected.SetResult();
            return "";
        });
        var migrating = _source.Ask("MIGRATE", "peer", "6379", "k", "0", "100");
        await connected.Task;
        return migrating;
    }

    // Has something done after the target has taken the key, and before it says so.
    private void WhenRestored(Func<Task> act) =>
        _network.Add(
            "there",
            () =>
            {
                var client = _there.Connect();
                return async received =>
                {
                    var reply = await client.SendAsync(Encoding.Latin1.GetBytes(received));
                    if (received.Contains("RESTORE", StringComparison.Ordinal))
                        await act();
                    return reply;
                };
            }
        );

    // The clock goes on in steps: when a timer begins to run is not seen from here.
    private Task StepUntil(Func<bool> condition) =>
        Eventually.True(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return condition();
        });
}
