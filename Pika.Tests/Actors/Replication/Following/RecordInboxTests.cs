using Pika.Actors.Replication.Following;
using Pika.Actors.Replication.Wire;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Following;

public sealed class RecordInboxTests
{
    private readonly RecordInbox _inbox = new(4);

    [Fact]
    public void What_waits_is_put_together_in_order()
    {
        var sent = new List<byte>();
        for (ulong index = 5; index < 25; index++)
        {
            var record = TestLog.Record(index);
            sent.AddRange(record);
            if (index % 2 == 0)
                AddParts(index, record).ShouldBeNull();
            else
                _inbox.Add(Records(index, record)).ShouldBeNull();
            _inbox.Last.ShouldBe(index);
        }

        _inbox.Bytes.ShouldBe(sent.Count);
        Taken().ShouldBe(sent);
        (_inbox.Bytes, _inbox.IsEmpty, _inbox.Take()).ShouldBe((0, true, null));
    }

    [Fact]
    public void A_step_is_not_larger_than_a_megabyte_unless_a_frame_is()
    {
        int[] sizes = [600_000, 400_000, 100_000, 3_000_000, 10, 10];
        for (var i = 0; i < sizes.Length; i++)
            _inbox.Add(new Frame.Records(5 + (ulong)i, 1, Payload.CopyOf(new byte[sizes[i]]))).ShouldBeNull();

        var steps = new List<int>();
        while (_inbox.Take() is { } payload)
        {
            steps.Add(payload.Length);
            payload.Release();
        }

        steps.ShouldBe([1_000_000, 100_000, 3_000_000, 20]);
    }

    [Fact]
    public void More_than_a_master_may_send_ahead_is_refused()
    {
        _inbox.Add(new Frame.Records(5, 1, Payload.Rent((int)(WireLimits.MaxHeld - 10)))).ShouldBeNull();
        var more = new Frame.Records(6, 1, Payload.Rent(11));
        _inbox.Add(more)!.ShouldContain("bytes ahead");
        ShouldBeReleased(more);
        _inbox.Last.ShouldBe(5ul);
    }

    [Fact]
    public void The_end_of_a_link_lets_go_of_everything()
    {
        var whole = Records(5, TestLog.Record(5));
        _inbox.Add(whole);
        _inbox.Add(new Frame.RecordPart(6, 100, 0, Payload.CopyOf(new byte[10])));

        _inbox.Clear();

        ShouldBeReleased(whole);
        (_inbox.Bytes, _inbox.IsEmpty).ShouldBe((0, true));
    }

    [Theory]
    [InlineData(5, 100, 20, 10)]
    [InlineData(5, 101, 10, 10)]
    [InlineData(6, 100, 10, 10)]
    [InlineData(5, 100, 10, 91)]
    [InlineData(5, 100, 0, 10)]
    public void A_part_that_does_not_fit_is_refused(ulong index, int total, int offset, int length)
    {
        _inbox.Add(new Frame.RecordPart(5, 100, 0, Payload.CopyOf(new byte[10]))).ShouldBeNull();
        var part = new Frame.RecordPart(index, total, offset, Payload.CopyOf(new byte[length]));
        _inbox.Add(part).ShouldNotBeNull();
        ShouldBeReleased(part);
        _inbox.IsEmpty.ShouldBeTrue();
    }

    private static void ShouldBeReleased(Frame frame) => Should.Throw<ObjectDisposedException>(() => frame.Carried!.Span.Length);

    private static Frame.Records Records(ulong index, byte[] record) => new(index, 1, Payload.CopyOf(record));

    private string? AddParts(ulong index, byte[] record)
    {
        var cut = record.Length / 3;
        return _inbox.Add(new Frame.RecordPart(index, record.Length, 0, Payload.CopyOf(record.AsSpan(..cut))))
            ?? _inbox.Add(new Frame.RecordPart(index, record.Length, cut, Payload.CopyOf(record.AsSpan(cut..))));
    }

    private byte[] Taken()
    {
        var payload = _inbox.Take()!;
        var bytes = payload.Span.ToArray();
        payload.Release();
        return bytes;
    }
}
