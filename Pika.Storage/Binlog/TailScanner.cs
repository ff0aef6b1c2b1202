using System.Buffers.Binary;
using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// Tells a torn tail from damage: looks behind a bad record, at every byte, for a sound record that could follow it. If there is one, the
/// bad bytes are not the tail, and cutting there would throw away records that were acknowledged.
/// </summary>
internal static class TailScanner
{
    /// <summary>
    /// How many bytes may be checksummed in vain, relative to the bytes searched. Only crafted data can use it up; the answer is then
    /// "yes", which stops the node instead of cutting.
    /// </summary>
    private const int BudgetFactor = 16;

    /// <summary>Whether a sound record begins between <paramref name="from"/> and <paramref name="end"/>.</summary>
    /// <param name="atLeast">The index and epoch of the bad record's place: what follows has that index or a higher one.</param>
    public static bool FindsRecord(IReadFile file, long from, long end, LogIndex atLeast)
    {
        var window = new FileWindow();
        var candidate = new FileWindow();
        var budget = (end - from) * BudgetFactor;
        for (var at = from; end - at >= BinlogRecord.Prefix; )
        {
            var bytes = window.Get(file, at, BinlogFormat.RecordHeaderSize, end);
            if (bytes.Length < BinlogFormat.RecordHeaderSize)
            {
                return false;
            }
            var step = FindCandidate(bytes, at - from, end - at, atLeast);
            at += step;
            if (step > bytes.Length - BinlogFormat.RecordHeaderSize)
            {
                continue;
            }
            var size = BinlogRecord.SizeOf(bytes[step..]);
            budget -= size;
            if (budget < 0 || IsSound(candidate.Get(file, at, (int)size, end), (int)size))
            {
                return true;
            }
            at++;
        }
        return false;
    }

    /// <summary>The offset of the first header that looks right; one past the last place looked at when there is none.</summary>
    private static int FindCandidate(ReadOnlySpan<byte> bytes, long distance, long rest, LogIndex atLeast)
    {
        var places = bytes.Length - BinlogFormat.RecordHeaderSize + 1;
        for (var i = 0; i < places; i++)
        {
            var skip = bytes.Slice(i + BinlogFormat.VersionAt, places - i).IndexOf(BinlogFormat.Version);
            if (skip < 0)
            {
                return places;
            }
            i += skip;
            if (LooksRight(bytes[i..], distance + i, rest - i, atLeast))
            {
                return i;
            }
        }
        return places;
    }

    private static bool LooksRight(ReadOnlySpan<byte> header, long distance, long rest, LogIndex atLeast)
    {
        var ahead = BinaryPrimitives.ReadUInt64LittleEndian(header[BinlogFormat.IndexAt..]) - atLeast.Index;
        return ahead <= (ulong)(distance / BinlogRecord.Prefix) + 1
            && BinaryPrimitives.ReadUInt32LittleEndian(header[BinlogFormat.EpochAt..]) >= atLeast.Epoch
            && BinlogRecord.FindHeaderFlaw(header) is null
            && BinlogRecord.SizeOf(header) <= rest;
    }

    private static bool IsSound(ReadOnlySpan<byte> bytes, int size) => bytes.Length >= size && BinlogRecord.FindFlaw(bytes[..size]) is null;
}
