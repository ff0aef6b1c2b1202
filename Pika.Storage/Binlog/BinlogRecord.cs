using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>
/// Makes and checks records. A writer of effects reserves <see cref="Prefix"/> bytes at the front of its buffer, encodes its rows behind
/// them, and <see cref="Seal"/> fills the prefix in place: the effects are encoded once and never copied. (A <see cref="WriteBatch"/> that
/// reserves the record header and begins with a row of the applied row's size has exactly that shape.)
/// </summary>
public static class BinlogRecord
{
    /// <summary>Bytes before the first effect: record header, batch header, applied row.</summary>
    public const int Prefix = BinlogFormat.RecordHeaderSize + BinlogFormat.BatchHeaderSize + AppliedRow.Size;

    /// <summary>Fills the prefix of a record whose rows are already in place.</summary>
    /// <param name="whole">The record: <see cref="Prefix"/> bytes to fill, then the rows as RocksDB encodes them in a write batch.</param>
    /// <param name="rowCount">The number of those rows; the applied row is counted on top.</param>
    /// <param name="epoch">The epoch of the writing master.</param>
    /// <param name="index">The record's number.</param>
    /// <param name="wallMs">Milliseconds since 1970 at the master; for retention and people, never for data.</param>
    /// <param name="database">The database that the effects belong to, or <see cref="BinlogFormat.NoDatabase"/>.</param>
    /// <param name="flags">None are defined yet: 0. Readers keep what they do not know.</param>
    /// <param name="ids">The last ids handed out; not less than any that the rows use.</param>
    /// <exception cref="BinlogException">The record is larger than <see cref="BinlogFormat.MaxRecordSize"/>.</exception>
    public static void Seal(
        Span<byte> whole,
        uint rowCount,
        uint epoch,
        ulong index,
        long wallMs,
        ushort database,
        byte flags = 0,
        LastIds ids = default
    )
    {
        if (whole.Length < Prefix)
        {
            throw new ArgumentException($"a record has at least {Prefix} bytes, not {whole.Length}", nameof(whole));
        }
        ThrowIfTooLarge(whole.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(whole, (uint)(whole.Length - BinlogFormat.RecordHeaderSize));
        whole[BinlogFormat.VersionAt] = BinlogFormat.Version;
        whole[BinlogFormat.FlagsAt] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(whole[BinlogFormat.DatabaseAt..], database);
        BinaryPrimitives.WriteUInt32LittleEndian(whole[BinlogFormat.EpochAt..], epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(whole[BinlogFormat.IndexAt..], index);
        BinaryPrimitives.WriteInt64LittleEndian(whole[BinlogFormat.WallClockAt..], wallMs);

        var batch = whole[BinlogFormat.RecordHeaderSize..];
        batch[..8].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(batch[8..], checked(rowCount + 1));
        AppliedRow.Write(batch[BinlogFormat.BatchHeaderSize..], new LogIndex(epoch, index), ids);

        BinaryPrimitives.WriteUInt32LittleEndian(whole[BinlogFormat.CrcAt..], Checksum(whole));
    }

    /// <summary>The write batch of a sealed record: what <c>IStore.Write</c> takes.</summary>
    public static ReadOnlySpan<byte> Batch(ReadOnlySpan<byte> sealedRecord) => sealedRecord[BinlogFormat.RecordHeaderSize..];

    /// <summary>Throws when a record of this many bytes, prefix included, cannot be logged.</summary>
    /// <exception cref="BinlogException">The size is above <see cref="BinlogFormat.MaxRecordSize"/>.</exception>
    public static void ThrowIfTooLarge(long size)
    {
        if (size > BinlogFormat.MaxRecordSize)
        {
            throw new BinlogException(
                BinlogFault.RecordTooLarge,
                $"the effects of one command take {size} bytes; a binlog record holds at most {BinlogFormat.MaxRecordSize}"
            );
        }
    }

    /// <summary>
    /// Checks bytes that should be exactly one record: length, version, CRC and the applied row. Null when sound, else what is wrong.
    /// </summary>
    public static string? FindFlaw(ReadOnlySpan<byte> record)
    {
        if (record.Length < Prefix)
        {
            return $"{record.Length} bytes are too few for a record";
        }
        var view = new BinlogRecordView(record);
        if (FindHeaderFlaw(record) is { } flaw)
        {
            return flaw;
        }
        if (record.Length != SizeOf(record))
        {
            return $"its length field says {SizeOf(record)} bytes, there are {record.Length}";
        }
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(record[BinlogFormat.CrcAt..]);
        var actual = Checksum(record);
        if (crc != actual)
        {
            return $"its checksum is {actual:x8} instead of {crc:x8}";
        }
        return AppliedRow.Is(view.Batch[BinlogFormat.BatchHeaderSize..], view.Position)
            ? null
            : $"its batch does not begin with the applied row of {view.Position}";
    }

    /// <summary>Checks what can be checked with the header alone; null when sound.</summary>
    internal static string? FindHeaderFlaw(ReadOnlySpan<byte> header)
    {
        var payload = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (payload < BinlogFormat.MinPayload || payload > BinlogFormat.MaxRecordSize - BinlogFormat.RecordHeaderSize)
        {
            return $"its length field says {payload}, which no record has";
        }
        var version = header[BinlogFormat.VersionAt];
        return version == BinlogFormat.Version ? null : $"its format version is {version}; this build reads version {BinlogFormat.Version}";
    }

    /// <summary>Bytes of the record that this header begins; of a sound record at most <see cref="BinlogFormat.MaxRecordSize"/>.</summary>
    public static long SizeOf(ReadOnlySpan<byte> header) =>
        BinlogFormat.RecordHeaderSize + (long)BinaryPrimitives.ReadUInt32LittleEndian(header);

    /// <summary>CRC32C over the length field and everything behind the CRC field.</summary>
    private static uint Checksum(ReadOnlySpan<byte> record) =>
        Crc32C.Append(Crc32C.Append(0, record[..BinlogFormat.CrcAt]), record[BinlogFormat.VersionAt..]);
}
