using System.Buffers.Binary;
using System.Text;
using Pika.Actors.Replication.Wire;
using Pika.Storage;
using Pika.Storage.Binlog;
using Pika.Tests.Actors.Replication.Wire;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>The frames between a master and its replicas.</summary>
internal abstract class FrameTarget(FrameSender sender) : FuzzTarget
{
    protected const string Id = "0123456789abcdef0123456789abcdef01234567";

    public override int MaxLength => 256 * 1024;

    public override bool IsIncremental => true;

    /// <summary>A frame from a master may announce a payload of this size, for which there is room before it comes.</summary>
    public override long MayAllocate(int length) =>
        base.MayAllocate(length) + (sender == FrameSender.Master ? 2L * WireLimits.MaxPayload : 0);

    public override byte[] Reseal(byte[] input)
    {
        var rest = input.AsSpan();
        while (rest.Length >= FrameFormat.HeaderSize)
        {
            long size = FrameFormat.HeaderSize - FrameFormat.CountedHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(rest);
            if (size < FrameFormat.HeaderSize || size > rest.Length)
                break;

            var frame = rest[..(int)size];
            uint crc = Crc32C.Append(Crc32C.Append(0, frame[..FrameFormat.CrcAt]), frame[FrameFormat.SessionAt..]);
            BinaryPrimitives.WriteUInt32LittleEndian(frame[FrameFormat.CrcAt..], crc);
            rest = rest[(int)size..];
        }

        return input;
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        using var reader = new FrameReader(sender);
        var outcome = new StringBuilder();
        for (int at = 0; at < input.Length && reader.Refusal is null; )
        {
            var room = reader.GetMemory().Span;
            room.IsEmpty.ShouldBeFalse();
            int count = Math.Min(room.Length, pieces.Next(input.Length - at));
            input.AsSpan(at, count).CopyTo(room);
            reader.Advance(count);
            at += count;
            while (reader.TryRead(out ulong session, out var frame))
            {
                uint payload = frame.Carried is { } carried ? Crc32C.Append((uint)carried.Length, carried.Span) : 0;
                outcome.AppendLine($"{session} {frame} {payload}");
                frame.Release();
            }
        }

        return (reader.Refusal is { } refusal ? Refused + refusal : "") + outcome;
    }
}

/// <summary>The frames that a master receives.</summary>
internal sealed class ReplicaFrameTarget() : FrameTarget(FrameSender.Replica)
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Frames.BytesOf(new Frame.TrySync(1, Id, Id, new LogIndex(1, 100), 7, "host", 9221, 100)),
        [
            .. Frames.BytesOf(new Frame.Ack(3, 2, 1)),
            .. Frames.BytesOf(new Frame.Fetch(1, 2, 3, 4)),
            .. Frames.BytesOf(new Frame.ReplicaAlive()),
        ],
    ];
}

/// <summary>The frames that a replica receives.</summary>
internal sealed class MasterFrameTarget() : FrameTarget(FrameSender.Master)
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. Frames.BytesOf(new Frame.Continue(Id, new LogIndex(1, 100))), .. Frames.BytesOf(new Frame.Records(1, 3, Frames.Carrying(500)))],
        [.. Frames.BytesOf(new Frame.Epochs(Frames.Carrying(56))), .. Frames.BytesOf(new Frame.FullSync("why", 5))],
        [.. Frames.BytesOf(new Frame.Waiting(2, "for it")), .. Frames.BytesOf(new Frame.Manifest(1, Frames.Carrying(200)))],
        [
            .. Frames.BytesOf(new Frame.Chunk(1, 2, 3, 4, true, Frames.Carrying(100_000))),
            .. Frames.BytesOf(new Frame.RecordPart(1, 1000, 0, Frames.Carrying(300))),
        ],
        [
            .. Frames.BytesOf(new Frame.MasterAlive(1, 2, 3, 4, 5)),
            .. Frames.BytesOf(new Frame.Promote(5)),
            .. Frames.BytesOf(new Frame.Bye("bye", true)),
        ],
    ];
}
