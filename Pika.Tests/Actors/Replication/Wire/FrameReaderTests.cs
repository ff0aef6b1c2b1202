using System.Buffers.Binary;
using Pika.Actors.Replication.Wire;
using Pika.Storage;

namespace Pika.Tests.Actors.Replication.Wire;

public sealed class FrameReaderTests
{
    [Fact]
    public void A_frame_comes_when_its_last_byte_does()
    {
        var bytes = Frames.BytesOf(new Frame.Ack(3, 2, 1), session: 9);
        using var reader = new FrameReader(FrameSender.Replica);
        foreach (byte b in bytes[..^1])
        {
            Give(reader, [b]);
            reader.TryRead(out _, out _).ShouldBeFalse();
            reader.IsInsideFrame.ShouldBeTrue();
        }

        Give(reader, bytes.AsSpan(^1));

        reader.TryRead(out ulong session, out var frame).ShouldBeTrue();
        (session, frame).ShouldBe((9ul, new Frame.Ack(3, 2, 1)));
        reader.IsInsideFrame.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(FrameReader.BufferSize - FrameFormat.HeaderSize - 12)]
    [InlineData(FrameReader.BufferSize - FrameFormat.HeaderSize - 11)]
    [InlineData(1 << 20)]
    [InlineData(WireLimits.MaxPayload)]
    public void A_payload_of_any_size_that_is_allowed_comes_whole_and_what_is_behind_it_too(int length)
    {
        var first = new Frame.Records(1, 1, Frames.Carrying(length));
        using var reader = new FrameReader(FrameSender.Master);

        var read = Feed(reader, [.. Frames.BytesOf(first), .. Frames.BytesOf(new Frame.Bye("", WantsFullSync: true))]);

        read.Count.ShouldBe(2, reader.Refusal);
        read[0].ShouldSay(first);
        read[1].ShouldBe(new Frame.Bye("", WantsFullSync: true));
    }

    [Fact]
    public void A_big_payload_is_received_where_it_stays()
    {
        var bytes = Frames.BytesOf(new Frame.Records(1, 1, Frames.Carrying(1 << 20)));
        using var reader = new FrameReader(FrameSender.Master);
        Give(reader, bytes.AsSpan(0, 100));
        reader.TryRead(out _, out _).ShouldBeFalse();

        var room = reader.GetMemory();
        room.Length.ShouldBe(bytes.Length - 100);
        bytes.AsSpan(100).CopyTo(room.Span);
        reader.Advance(room.Length);

        reader.TryRead(out _, out var frame).ShouldBeTrue();
        room.Span[^1] ^= 1;
        frame!.Carried!.Span[^1].ShouldBe(room.Span[^1], "the frame carries the buffer into which it was received");
    }

    [Fact]
    public void A_frame_that_only_the_other_side_sends_is_refused()
    {
        using var reader = new FrameReader(FrameSender.Replica);
        Feed(reader, Frames.BytesOf(new Frame.Bye("", WantsFullSync: false))).ShouldBeEmpty();
        reader.Refusal.ShouldBe("the other side has sent a Bye frame, which only a master sends");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(28)]
    [InlineData(255)]
    public void An_unknown_type_is_refused(byte type)
    {
        var bytes = Frames.BytesOf(new Frame.ReplicaAlive());
        bytes[FrameFormat.TypeAt] = type;
        using var reader = new FrameReader(FrameSender.Replica);
        Feed(reader, bytes).ShouldBeEmpty();
        reader.Refusal.ShouldBe($"the other side has sent a frame of the unknown type {type}");
    }

    [Theory]
    [InlineData((byte)FrameType.Ack, 32)]
    [InlineData((byte)FrameType.Ack, 34)]
    [InlineData((byte)FrameType.TrySync, 74)]
    [InlineData((byte)FrameType.TrySync, 75 + WireLimits.MaxText + 1)]
    [InlineData((byte)FrameType.Ack, uint.MaxValue)]
    [InlineData((byte)FrameType.Ack, 0)]
    public void A_length_that_the_type_cannot_have_is_refused_by_the_header_alone(byte type, long length) =>
        RefusalOfHeader(FrameSender.Replica, (FrameType)type, (uint)length).ShouldBe(Sizes((FrameType)type, length));

    [Theory]
    [InlineData((byte)FrameType.Records, 21 + WireLimits.MaxPayload + 1)]
    [InlineData((byte)FrameType.Chunk, int.MaxValue)]
    [InlineData((byte)FrameType.Manifest, uint.MaxValue)]
    public void A_payload_beyond_the_limit_is_refused_and_no_room_is_made_for_it(byte type, long length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefusalOfHeader(FrameSender.Master, (FrameType)type, (uint)length).ShouldBe(Sizes((FrameType)type, length));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_number_that_is_out_of_range_is_refused()
    {
        var bytes = Frames.BytesOf(new Frame.Fetch(1, 1, 1, 1));
        bytes[^1] = 0x80;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Crc32C.Append(Crc32C.Append(0, bytes.AsSpan(0, 4)), bytes.AsSpan(8)));
        using var reader = new FrameReader(FrameSender.Replica);
        Feed(reader, bytes).ShouldBeEmpty();
        reader.Refusal.ShouldBe("the other side has sent a Fetch frame with a number that is out of range");
    }

    [Fact]
    public void Nothing_is_read_after_a_refusal()
    {
        var bad = Frames.BytesOf(new Frame.ReplicaAlive());
        bad[^1] ^= 0x80;
        using var reader = new FrameReader(FrameSender.Replica);
        Feed(reader, [.. bad, .. Frames.BytesOf(new Frame.ReplicaAlive())]).ShouldBeEmpty();
        reader.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Sound_frames_before_a_bad_one_are_read()
    {
        var bad = Frames.BytesOf(new Frame.Ack(1, 1, 1));
        bad[^1] ^= 1;
        using var reader = new FrameReader(FrameSender.Replica);
        Feed(reader, [.. Frames.BytesOf(new Frame.ReplicaAlive()), .. bad]).ShouldBe([new Frame.ReplicaAlive()]);
        reader.Refusal!.ShouldStartWith("the other side has sent an Ack frame with a bad checksum (");
    }

    /// <summary>Gives the reader all bytes, as much as it takes at a time, and returns the frames that it has read.</summary>
    internal static List<Frame> Feed(FrameReader reader, ReadOnlySpan<byte> bytes, int atMost = int.MaxValue)
    {
        var frames = new List<Frame>();
        while (!bytes.IsEmpty && reader.Refusal is null)
        {
            var room = reader.GetMemory().Span;
            room.IsEmpty.ShouldBeFalse();
            int count = Math.Min(Math.Min(room.Length, bytes.Length), atMost);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            reader.Advance(count);
            while (reader.TryRead(out _, out var frame))
            {
                frames.Add(frame);
            }
        }

        return frames;
    }

    private static void Give(FrameReader reader, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(reader.GetMemory().Span);
        reader.Advance(bytes.Length);
    }

    private static string? RefusalOfHeader(FrameSender sender, FrameType type, uint length)
    {
        var header = new byte[FrameFormat.HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, length);
        header[FrameFormat.TypeAt] = (byte)type;
        using var reader = new FrameReader(sender);
        Feed(reader, header).ShouldBeEmpty();
        return reader.Refusal;
    }

    private static string Sizes(FrameType type, long length)
    {
        var shape = FrameFormat.ShapeOf(type)!.Value;
        int shortest = FrameFormat.CountedHeader + shape.Fixed;
        return $"the other side has sent {FrameReader.Name(type)} frame of {length} bytes; it has {shortest} to {shortest + shape.MaxTail}";
    }
}
