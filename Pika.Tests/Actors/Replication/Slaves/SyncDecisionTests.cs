using Pika.Actors.Replication.Slaves;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Slaves;

/// <summary>A log of three epochs: a from 1 on, b from 101 on, c from 201 on; it holds records 50 to 300.</summary>
public sealed class SyncDecisionTests
{
    private static readonly string A = new('a', 40);
    private static readonly string B = new('b', 40);
    private static readonly string C = new('c', 40);

    private static readonly LogHistory History = LogHistory
        .Empty.With(new LogEpoch(1, A, 1, 0))
        .With(new LogEpoch(2, B, 101, 0))
        .With(new LogEpoch(3, C, 201, 0));

    [Theory]
    [InlineData('c', 3, 300, "the very end")]
    [InlineData('c', 3, 201, "the record that begins the present epoch")]
    [InlineData('b', 2, 200, "the end of an epoch before it")]
    [InlineData('a', 1, 50, "the oldest record that is held")]
    public void Goes_on_if_the_very_record_is_held(char id, uint epoch, ulong index, string because) =>
        Decide(id, epoch, index).ShouldBeOfType<SyncDecision.Compare>(because);

    [Fact]
    public void Goes_on_without_comparing_if_just_the_record_before_the_log_is_asked_for() =>
        Decide('a', 1, 49).ShouldBeOfType<SyncDecision.Continue>();

    [Theory]
    [InlineData('a', 1, 101, 101, "its master's epoch went on where the present one's master took over")]
    [InlineData('b', 2, 250, 201, "it has records of an epoch that ended before them")]
    [InlineData('c', 3, 301, 301, "it has a record that this log has lost")]
    public void Says_where_the_histories_part(char id, uint epoch, ulong index, ulong divergesAt, string because) =>
        Decide(id, epoch, index).ShouldBeOfType<SyncDecision.FullSync>().DivergesAt.ShouldBe(divergesAt, because);

    [Theory]
    [InlineData('a', 1, 48, "the log begins with record 50, and the replica needs those from 49 on")]
    [InlineData('d', 3, 250, "is not known here")]
    [InlineData('b', 3, 250, "is not known here")]
    [InlineData('0', 0, 0, "the replica has no data of any master")]
    [InlineData('0', 3, 250, "the replica has no data of any master")]
    public void Gives_all_data_for_a_reason(char id, uint epoch, ulong index, string reason)
    {
        var full = Decide(id, epoch, index).ShouldBeOfType<SyncDecision.FullSync>();
        full.Reason.ShouldContain(reason);
        full.DivergesAt.ShouldBe(0ul);
    }

    [Fact]
    public void A_replica_that_is_ahead_waits_for_a_replica()
    {
        Decide('c', 3, 301, follows: true).ShouldBeOfType<SyncDecision.Behind>();
        Decide('b', 2, 250, follows: true).ShouldBeOfType<SyncDecision.FullSync>("its epoch has ended before");
    }

    [Theory]
    [InlineData('c', 3, 300)]
    [InlineData('b', 2, 250)]
    [InlineData('0', 0, 0)]
    public void Whoever_asks_while_an_epoch_begins_has_to_ask_again(char id, uint epoch, ulong index) =>
        Decide(id, epoch, index, ends: 4).ShouldBeOfType<SyncDecision.Behind>("record 300 may be the one that begins epoch 4");

    private static SyncDecision Decide(char id, uint epoch, ulong index, bool follows = false, uint ends = 3) =>
        SyncDecision.Of(
            new Frame.TrySync(FrameFormat.Version, new string('f', 40), new string(id, 40), new LogIndex(epoch, index), 7, "", 1, 100),
            History,
            first: 50,
            end: new LogIndex(ends, 300),
            follows
        );
}
