using System.Text;

namespace Pika.Protocol;

/// <summary>Encoded once for all connections: what most replies begin with or consist of.</summary>
internal static class SharedReplies
{
    /// <summary>Integers from -1 to this and string lengths below it: counters, flags, short values.</summary>
    private const int Limit = 1024;

    private static readonly byte[][] Integers = Encode(':', from: -1);
    private static readonly byte[][] BulkHeaders = Encode('$', from: 0);

    public static bool TryGetInteger(long value, out ReadOnlySpan<byte> encoded) => TryGet(Integers, value + 1, out encoded);

    public static bool TryGetBulkHeader(int length, out ReadOnlySpan<byte> encoded) => TryGet(BulkHeaders, length, out encoded);

    private static bool TryGet(byte[][] table, long index, out ReadOnlySpan<byte> encoded)
    {
        if ((ulong)index < (ulong)table.Length)
        {
            encoded = table[index];
            return true;
        }

        encoded = default;
        return false;
    }

    private static byte[][] Encode(char type, int from) =>
        [.. Enumerable.Range(from, Limit).Select(number => Encoding.ASCII.GetBytes($"{type}{number}\r\n"))];
}
