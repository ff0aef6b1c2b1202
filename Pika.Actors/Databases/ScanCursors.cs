using Pika.Storage.Keyspace;

namespace Pika.Actors.Databases;

/// <summary>
/// Remembers for the cursors that SCAN has handed out at which key each goes on, so that going on is one seek. It may forget, and a restart
/// forgets all: then the key is searched for in its slot. Any thread.
/// </summary>
public sealed class ScanCursors
{
    /// <summary>Cursors remembered by default: those of many walks that are under way, and old ones.</summary>
    private const int DefaultCount = 65_536;

    /// <summary>Bytes of keys remembered, since a key may be long.</summary>
    private const long MostBytes = 16 << 20;

    private readonly Dictionary<ulong, LinkedListNode<Place>> _byCursor = [];
    private readonly LinkedList<Place> _oldestFirst = new();
    private readonly Lock _gate = new();
    private readonly int _mostCount;
    private long _bytes;

    /// <summary>An empty table.</summary>
    /// <param name="mostCount">The cursors that it remembers.</param>
    public ScanCursors(int mostCount = DefaultCount) => _mostCount = mostCount;

    /// <summary>The cursor at which a walk goes on with a key that it has not looked at yet.</summary>
    public ulong Remember(ReadOnlySpan<byte> key)
    {
        ulong cursor = ScanCursor.Of(key);
        lock (_gate)
        {
            // Where two keys have one cursor, the walk that goes on at the later one sees some keys again, but misses none.
            byte[] kept = Remove(cursor) is { } known && key.SequenceCompareTo(known) >= 0 ? known : key.ToArray();
            _byCursor[cursor] = _oldestFirst.AddLast(new Place(cursor, kept));
            _bytes += kept.Length;
            while (_byCursor.Count > _mostCount || _bytes > MostBytes)
            {
                Remove(_oldestFirst.First!.Value.Cursor);
            }
        }

        return cursor;
    }

    /// <summary>The key at which to go on; null if it was forgotten.</summary>
    public byte[]? Find(ulong cursor)
    {
        lock (_gate)
        {
            return _byCursor.TryGetValue(cursor, out var known) ? known.Value.Key : null;
        }
    }

    private byte[]? Remove(ulong cursor)
    {
        if (!_byCursor.Remove(cursor, out var known))
        {
            return null;
        }

        _oldestFirst.Remove(known);
        _bytes -= known.Value.Key.Length;
        return known.Value.Key;
    }

    private readonly record struct Place(ulong Cursor, byte[] Key);
}
