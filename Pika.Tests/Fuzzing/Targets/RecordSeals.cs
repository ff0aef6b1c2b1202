using System.Buffers.Binary;
using Pika.Storage;
using Pika.Storage.Binlog;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>Puts mutated records right again, so that what is in them is looked at.</summary>
internal static class RecordSeals
{
    /// <summary>Gives records that stand one behind the other right places, applied rows and checksums, as far as their lengths can be followed.</summary>
    /// <param name="places">Whether the places are put right too.</param>
    public static void Reseal(Span<byte> records, LogIndex after, bool places)
    {
        for (ulong index = after.Index + 1; records.Length >= BinlogRecord.Prefix; index++)
        {
            long size = BinlogRecord.SizeOf(records);
            if (size < BinlogRecord.Prefix || size > records.Length)
                return;

            var record = records[..(int)size];
            if (places)
            {
                record[BinlogFormat.VersionAt] = BinlogFormat.Version;
                BinaryPrimitives.WriteUInt32LittleEndian(record[BinlogFormat.EpochAt..], after.Epoch);
                BinaryPrimitives.WriteUInt64LittleEndian(record[BinlogFormat.IndexAt..], index);
                AppliedRow.Write(record[(BinlogRecord.Prefix - AppliedRow.Size)..], new LogIndex(after.Epoch, index), default);
            }

            uint crc = Crc32C.Append(Crc32C.Append(0, record[..BinlogFormat.CrcAt]), record[BinlogFormat.VersionAt..]);
            BinaryPrimitives.WriteUInt32LittleEndian(record[BinlogFormat.CrcAt..], crc);
            records = records[(int)size..];
        }
    }
}
