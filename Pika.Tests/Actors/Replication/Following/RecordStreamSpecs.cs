using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Replication.Support;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Replication.Following;

/// <summary>A replica whose store is slow, or refuses what is in the log already.</summary>
public sealed class RecordStreamSpecs : FollowingTestBase
{
    private readonly TryingStore _rows = new(new MemoryStore());

    private protected override IStore Rows => _rows;

    [Fact]
    public async Task Applying_may_take_longer_than_silence_and_the_link_stays()
    {
        await Write("a", "b");
        var link = Follow();
        using (_rows.Hold())
        {
            SendLog(link, 0, through: 2);
            link.Expect<Frame.Ack>(ack => ack.Received == 2).Applied.ShouldBe(0ul);
            Replica.Node.Config.ReplTimeout = 3;
            for (var i = 0; i < 5; i++)
            {
                link.Expect<Frame.ReplicaAlive>();
                link.Say(new Frame.MasterAlive(2, 2, 1, 0, 0));
            }

            SendLog(link, 2);
            link.Expect<Frame.Ack>(ack => ack.Received == 3).Applied.ShouldBe(0ul);
            link.Closed.ShouldBeNull();
        }

        link.Expect<Frame.Ack>(ack => ack.Applied == 3);
        (await Replica.Connect().Ask("MGET", "a", "b")).ShouldBe("*2\r\n$1\r\n1\r\n$1\r\n1\r\n");
    }

    [Fact]
    public async Task A_link_that_breaks_while_records_are_applied_is_not_replaced_before_they_are()
    {
        await Increment();
        var link = Follow();
        using (_rows.Hold())
        {
            var last = SendLog(link, 0);
            link.Expect<Frame.Ack>(ack => ack.Received == last);
            link.Break("gone");
            await Eventually.True(() => Facts.State == MasterLinkState.TryConnect);
            Fake.ExpectNone("what is under way may be in the log or not");
        }

        var (next, asked) = Fake.Accept();
        asked.Last.ShouldBe(Master.Node.Binlog.Position.Last);
        await Increment();
        next.Say(Continue());
        var end = SendLog(next, asked.Last.Index);
        next.Expect<Frame.Ack>(ack => ack.Applied == end);
        (await Replica.Connect().Ask("GET", "n")).ShouldBe("$1\r\n2\r\n");
    }

    [Fact]
    public async Task What_the_store_refuses_is_in_the_log_and_is_neither_lost_nor_applied_twice()
    {
        await Increment();
        var link = Follow();
        SendLog(link, 0, through: 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        _rows.Failure = new StoreException(StoreError.NoSpace, "full");
        SendLog(link, 1);
        await Eventually.True(() => Replica.Node.StoreFailure is not null);
        link.Expect<Frame.Ack>(ack => ack.Received == 2).Applied.ShouldBe(1ul);

        await Increment();
        SendLog(link, 2);
        link.Expect<Frame.Ack>(ack => ack.Received == 3).Applied.ShouldBe(1ul);
        _rows.Failure = null;

        link.Expect<Frame.Ack>(ack => ack.Applied == 3);
        (await Replica.Connect().Ask("GET", "n")).ShouldBe("$1\r\n2\r\n");
        await Eventually.True(() => Facts.Problem.Length == 0);
        link.Closed.ShouldBeNull();
    }

    [Fact]
    public async Task A_link_that_breaks_while_the_store_refuses_is_replaced_and_goes_on_behind_the_log()
    {
        await Increment();
        var link = Follow();
        SendLog(link, 0, through: 1);
        link.Expect<Frame.Ack>(ack => ack.Applied == 1);
        _rows.Failure = new StoreException(StoreError.NoSpace, "full");
        SendLog(link, 1);
        await Eventually.True(() => Facts.Problem.Contains("No space left", StringComparison.Ordinal));
        link.Break("gone");

        var (next, asked) = Fake.Accept();
        asked.Last.ShouldBe(new LogIndex(1, 2));
        next.Say(Continue());
        next.Expect<Frame.Ack>(ack => ack.Received == 2).Applied.ShouldBe(1ul);
        _rows.Failure = null;
        await Increment();
        SendLog(next, 2);

        next.Expect<Frame.Ack>(ack => ack.Applied == 3);
        (await Replica.Connect().Ask("GET", "n")).ShouldBe("$1\r\n2\r\n");
    }

    private async Task Increment() => (await Master.Connect().Ask("INCR", "n")).ShouldStartWith(":");

    /// <summary>A store that stalls, or fails, as long as a test wants it to.</summary>
    private sealed class TryingStore(IStore below) : PassingStore(below)
    {
        private readonly ManualResetEventSlim _gate = new(initialState: true);

        public StoreException? Failure { get; set; }

        public IDisposable Hold()
        {
            _gate.Reset();
            return new Opening(_gate);
        }

        public override WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
        {
            if (Failure is { } failure)
                throw failure;
            if (noSlowdown && !_gate.IsSet)
                return WriteStatus.Stalled;
            _gate.Wait();
            return base.Write(batch, noSlowdown);
        }

        private sealed class Opening(ManualResetEventSlim gate) : IDisposable
        {
            public void Dispose() => gate.Set();
        }
    }
}
