using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>
/// Checks the rows of a master's record before anything is done with them: that they are rows, and that those which the node itself reads while it applies them can be read. A
/// checksum only says that they are what the master has sent.
/// </summary>
internal static class ReceivedRows
{
    private const int CountKey = sizeof(uint) + sizeof(ushort);

    /// <summary>What is wrong with a record's batch; null when it is sound.</summary>
    public static string? FindFlaw(ReadOnlySpan<byte> batch)
    {
        try
        {
            var rows = new WriteBatchReader(batch);
            while (rows.Read())
            {
                if (!IsSound(rows))
                {
                    return $"a row of family {rows.Family} has a key of {rows.Key.Length} bytes and a value of {rows.Value.Length}";
                }
            }

            return null;
        }
        catch (StoreException malformed)
        {
            return malformed.Message;
        }
    }

    private static bool IsSound(WriteBatchReader rows) =>
        rows.Operation == WriteBatchOperation.DeleteRange
        || rows.Family switch
        {
            Family.Meta => rows.Key.Length >= RowKeys.MetaPrefix,
            Family.System when rows.Operation == WriteBatchOperation.Put => IsSound(rows.Key, rows.Value.Length),
            _ => true,
        };

    private static bool IsSound(ReadOnlySpan<byte> key, int value)
    {
        if (key.SequenceEqual(AppliedRow.Key))
        {
            return value == AppliedRow.ValueSize;
        }

        if (key.StartsWith(EpochRow.Prefix))
        {
            return key.Length == EpochRow.Prefix.Length + sizeof(uint) && value == EpochRow.ValueSize;
        }

        if (key.StartsWith(RowKeys.CountPrefix))
        {
            return key.Length == RowKeys.CountPrefix.Length + CountKey && value == Generation.CountSize;
        }

        if (key.StartsWith(RowKeys.ReclaimPrefix))
        {
            return key.Length >= RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix;
        }

        return !key.StartsWith(RowKeys.DatabasePrefix) || value == sizeof(uint);
    }
}
