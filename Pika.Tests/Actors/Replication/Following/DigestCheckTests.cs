using Pika.Actors.Replication;
using Pika.Actors.Replication.Following;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Following;

public sealed class DigestCheckTests
{
    private readonly StreamDigest _master = new(10);
    private readonly DigestCheck _check = new(10);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_digest_is_compared_at_its_index_also_if_that_is_still_to_come(ulong error)
    {
        _check.Expect(10, 0);
        _check.Flaw.ShouldBeNull();
        _master.Add(TestLog.Record(11));
        _master.Add(TestLog.Record(12));
        _check.Expect(12, _master.Value + error);

        _check.Add(TestLog.Record(11));
        _check.Flaw.ShouldBeNull();
        _check.Add(TestLog.Record(12));
        (_check.Flaw is not null).ShouldBe(error != 0);
    }

    [Fact]
    public void What_is_told_of_the_past_is_not_compared_and_what_is_told_too_early_does_not_displace_what_was_told_before()
    {
        _check.Expect(9, 7);
        _check.Expect(11, 1);
        _check.Expect(12, 2);
        _check.Flaw.ShouldBeNull();

        _check.Add(TestLog.Record(11));
        _check.Flaw!.ShouldStartWith("the log differs from the master's: the digest up to record 11 is ");
    }
}
