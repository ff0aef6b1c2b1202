using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;
using Pika.Tests.Storage.Binlog;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>Small things of a fixed layout, and the rows of a record: the first byte says which.</summary>
internal sealed class RowsTarget : FuzzTarget
{
    private const int Kinds = 7;
    private const string EpochId = "0123456789abcdef0123456789abcdef01234567";
    private static readonly LogHistory History = LogHistory.Empty.With(new LogEpoch(1, EpochId, 1, 0));

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, .. BinlogRecord.Batch(TestLog.Record(1))],
        [1, .. new BinlogSegmentHeader(0, 1, 1, 5).ToBytes()],
        [2, .. new InstallMarker(7, 8).ToBytes()],
        [3, .. EpochRow.Key(1), .. new byte[EpochRow.ValueSize]],
        [4, .. new byte[AppliedRow.ValueSize]],
        [5, .. Meta(ValueType.String, hasRows: false, "value"u8)],
        [5, .. Meta(ValueType.Zset, hasRows: true, new byte[29])],
        [5, .. Meta(ValueType.Stream, hasRows: true, new byte[100])],
        [6, .. Convert.FromHexString(EpochId), 5, 0, 0, 0, 0, 0, 0, 0],
    ];

    public override string Run(byte[] input, Pieces pieces)
    {
        if (input.Length == 0)
            return "!nothing";

        try
        {
            return Read(input[0] % Kinds, input.AsSpan(1));
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
            case 5:
                return ReadMeta(new KeyRow(new Row(bytes, null, 0)));
            case 6:
                EpochList.FirstUnknown(bytes, History, end: 9).ShouldBeInRange(0UL, 9UL);
                return "epochs";
            default:
                return $"{AppliedRow.ReadValue(bytes)} {AppliedRow.ReadIds(bytes)}";
        }
    }

    private static string ReadMeta(in KeyRow row)
    {
        string what = $"{row.Type} {row.Body.Length} {row.ExpireAt} {row.Versioned} {row.Size}";
        if (row.Type == ValueType.Zset)
            return $"{what} {ZsetHead.Of(row).Blocks}";
        return row.Type == ValueType.Stream ? $"{what} {StreamState.Of(row).LastId}" : what;
    }

    private static byte[] Meta(ValueType type, bool hasRows, ReadOnlySpan<byte> body)
    {
        var row = new byte[KeyRow.HeaderSize(KeyRow.HasExpiry) + body.Length];
        body.CopyTo(KeyRow.WriteHeader(row, type, hasRows, expireAt: 5));
        return row;
    }
}
