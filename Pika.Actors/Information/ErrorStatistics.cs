using System.Text;

namespace Pika.Actors.Information;

/// <summary>How often each kind of error was answered, for INFO errorstats. Any thread may add; errors are rare enough for a lock.</summary>
public sealed class ErrorStatistics
{
    /// <summary>Kinds are ours, so there are few; the bound is for the unforeseen.</summary>
    private const int MaxKinds = 128;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>Errors of all kinds.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Counts an error reply; its kind is its first word.</summary>
    /// <param name="reply">The reply, from its <c>-</c>.</param>
    public void Add(ReadOnlySpan<byte> reply)
    {
        Interlocked.Increment(ref _total);
        var line = reply[1..];
        int end = line.IndexOfAny((byte)' ', (byte)'\r');
        Span<char> kind = stackalloc char[Math.Min(end < 0 ? line.Length : end, 64)];
        Encoding.Latin1.GetChars(line[..kind.Length], kind);
        lock (_gate)
        {
            var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
            if (counts.TryGetValue(kind, out long count) || _counts.Count < MaxKinds)
            {
                counts[kind] = count + 1;
            }
        }
    }

    /// <summary>The kinds and their counts, by name.</summary>
    public IReadOnlyList<(string Kind, long Count)> ByKind()
    {
        lock (_gate)
        {
            return [.. _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
        }
    }

    /// <summary>CONFIG RESETSTAT.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _counts.Clear();
            Interlocked.Exchange(ref _total, 0);
        }
    }
}
