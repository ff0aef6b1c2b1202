using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>Small things of a fixed layout, and the rows of a record: the first byte says which.</summary>
internal sealed class RowsTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, .. BinlogRecord.Batch(TestLog.Record(1))],
        [1, .. new BinlogSegmentHeader(0, 1, 1, 5).ToBytes()],
        [2, .. new InstallMarker(7, 8).ToBytes()],
        [3, .. EpochRow.Key(1), .. new byte[EpochRow.ValueSize]],
        [4, .. new byte[AppliedRow.ValueSize]],
    ];

    public override string Run(byte[] input, Pieces pieces)
    {
        if (input.Length == 0)
            return "!nothing";

        try
        {
            return Read(input[0] % Seeds.Count, input.AsSpan(1));
        }
        catch (Exception refusal) when (refusal is StoreException or BinlogException)
        {
            return Refused + refusal.Message;
        }
    }

    private static string Read(int kind, ReadOnlySpan<byte> bytes)
    {
        switch (kind)
        {
            case 0:
                WriteBatchReader.Validate(bytes);
                return "rows";
            case 1:
                return BinlogSegmentHeader.TryRead(bytes, 0, out var header) is { } flaw ? Refused + flaw : header.ToString();
            case 2:
                return InstallMarker.TryRead(bytes, out var marker) is { } wrong ? Refused + wrong : marker.ToString();
            case 3:
                int key = Math.Min(bytes.Length, EpochRow.Key(1).Length);
                return EpochRow.Read(bytes[..key], bytes[key..]).ToString();
            default:
                return $"{AppliedRow.ReadValue(bytes)} {AppliedRow.ReadIds(bytes)}";
        }
    }
}
