using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>
/// The row of family <see cref="Family.System"/> that says up to which record the store is: the first row of every record's batch, so
/// that data and position change together or not at all.
/// </summary>
public static class AppliedRow
{
    /// <summary>Bytes of the row's value, little-endian: epoch (u32), index (u64), last version (u64), last generation (u32).</summary>
    public const int ValueSize = 24;

    /// <summary>Bytes of epoch and index at the front of the value.</summary>
    private const int IndexSize = 12;

    /// <summary>Bytes of the row inside a write batch: tag, family, key length, key, value length, value.</summary>
    public const int Size = 1 + 1 + 1 + KeySize + 1 + ValueSize;

    private const int KeySize = 7;
    private const int ValueAt = Size - ValueSize;

    /// <summary>RocksDB's tag of a put into a family that is named by number (kTypeColumnFamilyValue).</summary>
    private const byte PutTag = 0x05;

    /// <summary>The row's key.</summary>
    public static ReadOnlySpan<byte> Key => "applied"u8;

    /// <summary>Reads up to which record a store is; null while it has no applied row.</summary>
    /// <exception cref="BinlogException">The value does not have 24 bytes.</exception>
    public static LogIndex? Read(IStore store, ReadTier tier, IStoreSnapshot? state = null)
    {
        if (store.Get(Family.System, Key, tier, state, out var row) != ReadStatus.Found)
        {
            return null;
        }

        using (row)
        {
            return ReadValue(row.Value);
        }
    }

    /// <summary>Reads up to which record the store is.</summary>
    /// <exception cref="BinlogException">The value does not have 24 bytes.</exception>
    public static LogIndex ReadValue(ReadOnlySpan<byte> value)
    {
        ThrowIfDamaged(value);
        return new LogIndex(BinaryPrimitives.ReadUInt32LittleEndian(value), BinaryPrimitives.ReadUInt64LittleEndian(value[4..]));
    }

    /// <summary>Reads the last ids that were handed out up to that record.</summary>
    /// <exception cref="BinlogException">The value does not have 24 bytes.</exception>
    public static LastIds ReadIds(ReadOnlySpan<byte> value)
    {
        ThrowIfDamaged(value);
        var ids = value[IndexSize..];
        return new LastIds(BinaryPrimitives.ReadUInt64LittleEndian(ids), BinaryPrimitives.ReadUInt32LittleEndian(ids[8..]));
    }

    /// <summary>Writes the row's value into 24 bytes.</summary>
    public static void WriteValue(Span<byte> value, LogIndex applied, LastIds ids)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(value, applied.Epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(value[4..], applied.Index);
        BinaryPrimitives.WriteUInt64LittleEndian(value[IndexSize..], ids.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(value[(IndexSize + 8)..], ids.Generation);
    }

    /// <summary>Writes the whole row as it stands in a write batch, <see cref="Size"/> bytes.</summary>
    internal static void Write(Span<byte> row, LogIndex applied, LastIds ids)
    {
        row[0] = PutTag;
        row[1] = (byte)Family.System;
        row[2] = KeySize;
        Key.CopyTo(row[3..]);
        row[3 + KeySize] = ValueSize;
        WriteValue(row[ValueAt..], applied, ids);
    }

    /// <summary>Whether <paramref name="row"/> begins with the applied row of exactly this record.</summary>
    internal static bool Is(ReadOnlySpan<byte> row, LogIndex applied)
    {
        Span<byte> expected = stackalloc byte[Size];
        Write(expected, applied, default);
        return row.StartsWith(expected[..(ValueAt + IndexSize)]);
    }

    private static void ThrowIfDamaged(ReadOnlySpan<byte> value)
    {
        if (value.Length != ValueSize)
        {
            throw new BinlogException(BinlogFault.Damaged, $"the store's applied row has {value.Length} bytes instead of {ValueSize}");
        }
    }
}
