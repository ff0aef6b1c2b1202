using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Brings a key's value and expiry to another key, of the same database or of another. A value without rows is a write of its meta row. The
/// rows of a bigger one begin with generation, slot and version: where the two keys share generation and slot, a move hands the version on and
/// costs the same for any size; in every other case each row is written anew under another version, and the whole value passes through the
/// log once.
/// </summary>
public static class KeyTransfer
{
    private static readonly Family[] ValueFamilies = [Family.Data, Family.Score];

    /// <summary>Copies. The destination is replaced, whatever it holds.</summary>
    /// <param name="row">The row of <paramref name="key"/>.</param>
    /// <param name="old">The row of <paramref name="newKey"/>.</param>
    public static void Copy(Keyspace from, ReadOnlySpan<byte> key, in KeyRow row, Keyspace to, ReadOnlySpan<byte> newKey, in KeyRow old) =>
        Put(to, newKey, old, row, row.Versioned ? CopyRows(from, key, row, to, newKey) : 0);

    /// <summary>Moves. The destination is replaced, whatever it holds; the two keys are not the same.</summary>
    /// <inheritdoc cref="Copy"/>
    public static void Move(Keyspace from, ReadOnlySpan<byte> key, in KeyRow row, Keyspace to, ReadOnlySpan<byte> newKey, in KeyRow old)
    {
        bool keepsRows = row.Versioned && from.Generation == to.Generation && HashSlot.Of(key) == HashSlot.Of(newKey);
        if (!keepsRows)
        {
            Copy(from, key, row, to, newKey, old);
            from.Remove(key, row);
            return;
        }

        Put(to, newKey, old, row, row.Version);
        from.Detach(key, row);
    }

    private static void Put(Keyspace to, ReadOnlySpan<byte> newKey, in KeyRow old, in KeyRow row, ulong version)
    {
        to.ReleaseRows(newKey, old);
        var body = to.PutMeta(newKey, row.Type, row.Versioned, row.Body.Length, row.ExpireAt, old);
        row.Body.CopyTo(body);
        if (row.Versioned)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(body, version);
        }
    }

    private static ulong CopyRows(Keyspace from, ReadOnlySpan<byte> key, in KeyRow row, Keyspace to, ReadOnlySpan<byte> newKey)
    {
        ulong version = to.NewVersion();
        Span<byte> lower = stackalloc byte[RowKeys.DataPrefix];
        Span<byte> upper = stackalloc byte[RowKeys.DataPrefix];
        Span<byte> prefix = stackalloc byte[RowKeys.DataPrefix];
        RowKeys.WriteData(lower, from.Generation.Id, HashSlot.Of(key), row.Version);
        RowKeys.WriteData(upper, from.Generation.Id, HashSlot.Of(key), row.Version + 1);
        RowKeys.WriteData(prefix, to.Generation.Id, HashSlot.Of(newKey), version);
        byte[] newRowKey = [.. prefix];
        foreach (var family in ValueFamilies)
        {
            using var rows = from.Iterate(family, lower, upper);
            for (rows.SeekToFirst(); rows.Valid; rows.Next())
            {
                var rest = rows.Key[RowKeys.DataPrefix..];
                Array.Resize(ref newRowKey, RowKeys.DataPrefix + rest.Length);
                rest.CopyTo(newRowKey.AsSpan(RowKeys.DataPrefix));
                rows.Value.CopyTo(to.PutRow(family, newRowKey, rows.Value.Length));
            }

            from.NoteIncomplete(rows);
        }

        return version;
    }
}
