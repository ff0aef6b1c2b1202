using System.Globalization;

namespace Pika.Storage.Binlog;

/// <summary>
/// The byte layout of the log, as constants; docs/formats/binlog.md has the tables. All numbers are little-endian. Whoever changes
/// a number here changes a file format: raise the version, and keep reading the old one.
/// </summary>
public static class BinlogFormat
{
    /// <summary>The version that stands in every record and segment header.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of a record's header.</summary>
    public const int RecordHeaderSize = 32;

    /// <summary>Bytes of RocksDB's own write-batch header: a sequence number (zero here) and the number of rows.</summary>
    public const int BatchHeaderSize = 12;

    /// <summary>The smallest payload: a batch of the applied row alone. A smaller length, as in a disk block of zeros, is damage.</summary>
    public const int MinPayload = BatchHeaderSize + AppliedRow.Size;

    /// <summary>
    /// The largest record, header included: 2 GB less 64 KB, so that a record and a frame around it fit into one array.
    /// </summary>
    public const int MaxRecordSize = int.MaxValue - 65535;

    /// <summary>Bytes of a segment's header; the first record begins here.</summary>
    public const int SegmentHeaderSize = 64;

    /// <summary>The database of a record that touches several databases, or none.</summary>
    public const ushort NoDatabase = 0xFFFF;

    /// <summary>The index of the very first record of a history; 0 means "before the first".</summary>
    public const ulong FirstIndex = 1;

    internal const int LengthAt = 0;
    internal const int CrcAt = 4;
    internal const int VersionAt = 8;
    internal const int FlagsAt = 9;
    internal const int DatabaseAt = 10;
    internal const int EpochAt = 12;
    internal const int IndexAt = 16;
    internal const int WallClockAt = 24;

    private const string NamePrefix = "write2file";

    /// <summary>The file name of a segment: Pika's <c>write2file</c> and the number in decimal.</summary>
    public static string FileName(long segment) => NamePrefix + segment.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a segment's number from its file name; false for any other name, also for one with leading zeros or a sign.</summary>
    public static bool TryParseFileName(string name, out long segment)
    {
        segment = -1;
        if (!name.StartsWith(NamePrefix, StringComparison.Ordinal))
        {
            return false;
        }
        var digits = name.AsSpan(NamePrefix.Length);
        if (digits.Length is 0 or > 18 || (digits.Length > 1 && digits[0] == '0') || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }
        segment = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }
}
