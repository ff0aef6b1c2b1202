using System.Buffers.Binary;

namespace Pika.Storage.Binlog;

/// <summary>A record in a buffer that belongs to someone else: valid until its reader moves on.</summary>
public readonly ref struct BinlogRecordView
{
    /// <summary>A view of the bytes of exactly one record, header included.</summary>
    public BinlogRecordView(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The whole record as it stands in the file, and as it goes to a replica.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The write batch, applied row included: what <c>IStore.Write</c> takes.</summary>
    public ReadOnlySpan<byte> Batch => Bytes[BinlogFormat.RecordHeaderSize..];

    /// <summary>The record's number.</summary>
    public ulong Index => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[BinlogFormat.IndexAt..]);

    /// <summary>The epoch of the master that wrote it.</summary>
    public uint Epoch => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[BinlogFormat.EpochAt..]);

    /// <summary>Epoch and index.</summary>
    public LogIndex Position => new(Epoch, Index);

    /// <summary>Milliseconds since 1970 on the master's clock.</summary>
    public long WallMs => BinaryPrimitives.ReadInt64LittleEndian(Bytes[BinlogFormat.WallClockAt..]);

    /// <summary>The database, or <see cref="BinlogFormat.NoDatabase"/>.</summary>
    public ushort Database => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[BinlogFormat.DatabaseAt..]);

    /// <summary>The flags, as written.</summary>
    public byte Flags => Bytes[BinlogFormat.FlagsAt];

    /// <summary>The CRC32C that stands in the header, over everything else: with the position it names these very bytes.</summary>
    public uint Crc => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[BinlogFormat.CrcAt..]);

    /// <summary>The number of rows in the batch, the applied row included.</summary>
    public uint RowCount => BinaryPrimitives.ReadUInt32LittleEndian(Batch[8..]);
}

/// <summary>Takes one record; the view is valid during the call only.</summary>
public delegate void BinlogRecordHandler(BinlogRecordView record);
