using Pika.Actors.Replication;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication;

public sealed class StreamDigestTests
{
    [Fact]
    public void The_same_records_from_the_same_place_on_have_the_same_digest_at_each_index()
    {
        var (master, replica) = (new StreamDigest(4), new StreamDigest(4));
        for (ulong index = 5; index < 50; index++)
        {
            master.Add(TestLog.Record(index));
            replica.Add(TestLog.Record(index));
            (master.Index, master.Value).ShouldBe((index, replica.Value));
        }
    }

    [Fact]
    public void A_single_record_that_differs_makes_all_later_digests_differ()
    {
        var (master, replica) = (new StreamDigest(0), new StreamDigest(0));
        for (ulong index = 1; index < 50; index++)
        {
            master.Add(TestLog.Record(index));
            replica.Add(TestLog.Record(index, epoch: index == 7 ? 2u : 1));
            (master.Value == replica.Value).ShouldBe(index < 7);
        }
    }

    [Fact]
    public void The_formula_is_part_of_the_protocol()
    {
        var digest = new StreamDigest(0);
        digest.Value.ShouldBe(0ul);
        digest.Add(TestLog.Record(1));
        digest.Add(TestLog.Record(2));
        digest.Value.ShouldBe(17092972267476529579ul);
    }
}
