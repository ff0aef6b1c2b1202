using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Binlog;

/// <summary>What the tests of the log share: a directory in memory, records with a known effect, and the log as a list.</summary>
internal static class TestLog
{
    public const string Directory = "/log";
    public const long NowMs = 1_700_000_000_000;

    /// <summary>A sealed record whose only effect is to put a value of <paramref name="valueBytes"/> bytes, made from the index.</summary>
    public static byte[] Record(ulong index, int valueBytes = 20, uint epoch = 1, ushort database = 0)
    {
        var rows = new List<byte> { 0x05, (byte)Family.Data, 8 };
        rows.AddRange(BitConverter.GetBytes(index));
        WriteVarint(rows, (uint)valueBytes);
        rows.AddRange(Enumerable.Range(0, valueBytes).Select(i => (byte)((ulong)i * 7 + index)));
        var whole = new byte[BinlogRecord.Prefix + rows.Count];
        rows.CopyTo(whole, BinlogRecord.Prefix);
        BinlogRecord.Seal(whole, 1, epoch, index, NowMs + (long)index, database);
        return whole;
    }

    public static string PathOf(long segment) => Path.Combine(Directory, BinlogFormat.FileName(segment));

    public static BinlogRecoveryReport Recover(MemoryFileSystem files, LogIndex applied = default, List<string>? replayed = null) =>
        BinlogRecovery.Recover(files, Directory, applied, r => replayed?.Add(Convert.ToHexString(r.Bytes)));

    public static BinlogWriter Open(MemoryFileSystem files, long segmentBytes = 1 << 20, LogIndex applied = default) =>
        BinlogWriter.Open(Recover(files, applied).Directory, segmentBytes, TimeProvider.System);

    /// <summary>A log of <paramref name="count"/> records, sized by <paramref name="valueBytes"/>, in segments of a size.</summary>
    public static MemoryFileSystem Written(int count, long segmentBytes = 1 << 20, Func<int, int>? valueBytes = null)
    {
        var files = new MemoryFileSystem();
        using var writer = Open(files, segmentBytes);
        for (var i = 1; i <= count; i++)
        {
            writer.Append(Record((ulong)i, valueBytes?.Invoke(i) ?? 20));
        }
        return files;
    }

    /// <summary>The indexes that a reader finds, and how it ended.</summary>
    public static (List<ulong> Indexes, BinlogReadStatus End, BinlogDamage? Damage) ReadAll(MemoryFileSystem files, long segment = 0)
    {
        using var reader = BinlogReader.OpenFiles(files, Directory, segment);
        var indexes = new List<ulong>();
        BinlogReadStatus status;
        while ((status = reader.Next()) == BinlogReadStatus.Record)
        {
            indexes.Add(reader.Record.Index);
        }
        return (indexes, status, reader.Damage);
    }

    public static List<ulong> Range(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(i => (ulong)i)];

    private static void WriteVarint(List<byte> bytes, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        bytes.Add((byte)value);
    }
}
