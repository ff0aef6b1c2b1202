using FsCheck;
using FsCheck.Fluent;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Wire;

/// <summary>Frames for tests: their bytes, their equality with what they carry, and any of them by chance.</summary>
internal static class Frames
{
    private static readonly Gen<ulong> Number = Gen.Choose(0, 63)
        .Zip(Gen.Choose(0, int.MaxValue))
        .Select(n => (ulong)n.Item2 << n.Item1 % 34);
    private static readonly Gen<int> Natural = Gen.Choose(0, int.MaxValue);
    private static readonly Gen<uint> Sum = Gen.Choose(int.MinValue, int.MaxValue).Select(n => (uint)n);
    private static readonly Gen<bool> Coin = Gen.Choose(0, 1).Select(n => n == 1);
    private static readonly Gen<string> Id = Gen.Choose(0, 15)
        .Select(digit => "0123456789abcdef"[digit])
        .ArrayOf(40)
        .Select(digits => new string(digits));
    private static readonly Gen<string> Text = Gen.Elements('a', ' ', '\0', 'ü', '–', '"').ArrayOf().Select(letters => new string(letters));
    private static readonly Gen<LogIndex> Index = Sum.Zip(Number).Select(n => new LogIndex(n.Item1, n.Item2));

    // Often small, sometimes larger than the reader's buffer.
    private static readonly Gen<Payload> Bytes = Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(0, 3 * FrameReader.BufferSize))
        .Zip(Natural)
        .Select(n => Carrying(n.Item1, n.Item2));

    /// <summary>Any frame that a side sends.</summary>
    public static Gen<Frame> From(FrameSender sender) => sender == FrameSender.Replica ? OfReplica() : OfMaster();

    /// <summary>A payload of so many bytes, of any content.</summary>
    public static Payload Carrying(int length, int seed = 1)
    {
        var payload = Payload.Rent(length);
        new Random(seed).NextBytes(payload.Span);
        return payload;
    }

    /// <summary>The frame as it goes over the wire.</summary>
    public static byte[] BytesOf(Frame frame, ulong session = 1)
    {
        var head = new byte[FrameFormat.MaxHead];
        int length = FrameWriter.WriteHead(frame, session, head);
        return [.. head[..length], .. frame.Carried?.Memory.ToArray() ?? []];
    }

    /// <summary>Fails unless both frames say the same and carry the same.</summary>
    public static void ShouldSay(this Frame frame, Frame expected)
    {
        // Without what is carried, the records compare by themselves.
        Emptied(frame).ShouldBe(Emptied(expected));
        (frame.Carried?.Memory.ToArray() ?? []).ShouldBe(expected.Carried?.Memory.ToArray() ?? []);
    }

    private static Frame Emptied(Frame frame) =>
        frame switch
        {
            Frame.Manifest manifest => manifest with { Bytes = null! },
            Frame.Chunk chunk => chunk with { Bytes = null! },
            Frame.Epochs epochs => epochs with { Bytes = null! },
            Frame.Records records => records with { Bytes = null! },
            Frame.RecordPart part => part with { Bytes = null! },
            Frame.Published published => published with { Bytes = null! },
            _ => frame,
        };

    private static Gen<Frame> OfReplica() =>
        Gen.OneOf(
            from version in Natural
            from node in Id
            from replication in Id
            from last in Index
            from crc in Sum
            from host in Text
            from port in Gen.Choose(0, 65535)
            from priority in Natural
            select (Frame)new Frame.TrySync(version, node, replication, last, crc, host, (ushort)port, priority),
            Number.Zip(Number).Zip(Number).Select(n => (Frame)new Frame.Ack(n.Item1.Item1, n.Item1.Item2, n.Item2)),
            from snapshot in Number
            from file in Natural
            from offset in Number
            from length in Natural
            select (Frame)new Frame.Fetch(snapshot, file, (long)(offset >> 1), length),
            Gen.Constant((Frame)new Frame.ReplicaAlive())
        );

    private static Gen<Frame> OfMaster() =>
        Gen.OneOf(
            Id.Zip(Index).Select(n => (Frame)new Frame.Continue(n.Item1, n.Item2)),
            Text.Zip(Number).Select(n => (Frame)new Frame.FullSync(n.Item1, n.Item2)),
            Natural.Zip(Text).Select(n => (Frame)new Frame.Waiting(n.Item1, n.Item2)),
            Number.Zip(Bytes).Select(n => (Frame)new Frame.Manifest(n.Item1, n.Item2)),
            from snapshot in Number
            from file in Natural
            from offset in Number
            from crc in Sum
            from last in Coin
            from bytes in Bytes
            select (Frame)new Frame.Chunk(snapshot, file, (long)(offset >> 1), crc, last, bytes),
            Number.Zip(Natural).Zip(Bytes).Select(n => (Frame)new Frame.Records(n.Item1.Item1, n.Item1.Item2, n.Item2)),
            from index in Number
            from total in Natural
            from offset in Natural
            from bytes in Bytes
            select (Frame)new Frame.RecordPart(index, total, offset, bytes),
            from end in Number
            from durable in Number
            from wall in Number
            from at in Number
            from digest in Number
            select (Frame)new Frame.MasterAlive(end, durable, (long)(wall >> 1), at, digest),
            Text.Zip(Coin).Select(n => (Frame)new Frame.Bye(n.Item1, n.Item2)),
            Number.Select(n => (Frame)new Frame.Promote(n)),
            Bytes.Select(n => (Frame)new Frame.Epochs(n)),
            from behind in Number
            from shard in Coin
            from length in Natural
            from bytes in Bytes
            select (Frame)new Frame.Published(behind, shard, length, bytes)
        );
}
