using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>
/// The row of family <see cref="Family.System"/> that gives an epoch its id. It is written by the first record of the epoch, so whoever has a
/// record of it, in the log or in a checkpoint, has its id too: docs/formats/binlog.md, "Epochs".
/// </summary>
public static class EpochRow
{
    /// <summary>Bytes of the row's value: id (20), first index (u64), time in ms since 1970 (i64); little-endian.</summary>
    public const int ValueSize = IdSize + sizeof(ulong) + sizeof(long);

    private const int IdSize = 20;

    /// <summary>The common beginning of the rows' keys; the epoch (u32, big-endian) follows.</summary>
    public static ReadOnlySpan<byte> Prefix => "epoch/"u8;

    /// <summary>The first key behind all of them.</summary>
    public static ReadOnlySpan<byte> End => "epoch0"u8;

    /// <summary>The row's key.</summary>
    public static byte[] Key(uint epoch)
    {
        var key = new byte[Prefix.Length + sizeof(uint)];
        Prefix.CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(Prefix.Length), epoch);
        return key;
    }

    /// <summary>Writes the row's value into <see cref="ValueSize"/> bytes.</summary>
    public static void WriteValue(Span<byte> value, LogEpoch epoch)
    {
        Convert.FromHexString(epoch.Id, value[..IdSize], out _, out _);
        BinaryPrimitives.WriteUInt64LittleEndian(value[IdSize..], epoch.FirstIndex);
        BinaryPrimitives.WriteInt64LittleEndian(value[(IdSize + sizeof(ulong))..], epoch.StartedMs);
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="BinlogException">Its size is wrong.</exception>
    public static LogEpoch Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length != Prefix.Length + sizeof(uint) || value.Length != ValueSize)
        {
            throw new BinlogException(
                BinlogFault.Damaged,
                $"the store's epoch row has {value.Length} bytes under a key of {key.Length} instead of {ValueSize} under one of {Prefix.Length + sizeof(uint)}"
            );
        }

        return new LogEpoch(
            BinaryPrimitives.ReadUInt32BigEndian(key[Prefix.Length..]),
            Convert.ToHexStringLower(value[..IdSize]),
            BinaryPrimitives.ReadUInt64LittleEndian(value[IdSize..]),
            BinaryPrimitives.ReadInt64LittleEndian(value[(IdSize + sizeof(ulong))..])
        );
    }
}
