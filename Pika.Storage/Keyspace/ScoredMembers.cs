using System.Runtime.InteropServices;

namespace Pika.Storage.Keyspace;

/// <summary>A list of members with their scores, in buffers that are used again: what commands pop, or compute and store.</summary>
public sealed class ScoredMembers
{
    /// <summary>Buffers above this are given up by <see cref="Clear"/>.</summary>
    private const int KeptBytes = 1 << 16;

    private byte[] _bytes = [];
    private Entry[] _entries = [];
    private int[] _index = [];
    private int _length;

    /// <summary>The number of members.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all members.</summary>
    public int Bytes => _length;

    /// <summary>The length of the longest member since <see cref="Clear"/>.</summary>
    public int Longest { get; private set; }

    /// <summary>A member; valid until the list is cleared.</summary>
    public ReadOnlySpan<byte> Member(int at) => _bytes.AsSpan(_entries[at].Offset, _entries[at].Length);

    /// <summary>The score of a member, to read or to change.</summary>
    public ref double Score(int at) => ref _entries[at].Score;

    /// <summary>Adds a member without looking whether it is there, and returns its place.</summary>
    public int Add(ReadOnlySpan<byte> member, double score)
    {
        Grow(member.Length);
        member.CopyTo(_bytes.AsSpan(_length));
        _entries[Count] = new Entry(_length, member.Length, score);
        _length += member.Length;
        Longest = Math.Max(Longest, member.Length);
        return Count++;
    }

    /// <summary>
    /// Finds a member, or adds it with a score of 0. All members of the list must have come in this way, and none be sorted yet.
    /// </summary>
    /// <returns>Whether it was there.</returns>
    public bool FindOrAdd(ReadOnlySpan<byte> member, out int at)
    {
        if (2 * Count >= _index.Length)
        {
            Rehash(Math.Max(64, 4 * Count));
        }

        int slot = SlotOf(member);
        at = _index[slot] - 1;
        if (at >= 0)
        {
            return true;
        }

        at = Add(member, 0);
        _index[slot] = Count;
        return false;
    }

    /// <summary>Puts the members into the order of a sorted set: by score, and those of one score by their bytes.</summary>
    public void Sort() => _entries.AsSpan(0, Count).Sort(Compare);

    /// <summary>Cuts the list.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Cuts a list that is not sorted, and takes back the room of what is cut off.</summary>
    public void CutBack(int count)
    {
        if (count < Count)
        {
            (Count, _length) = (count, _entries[count].Offset);
        }
    }

    /// <summary>Empties the list.</summary>
    public void Clear()
    {
        (Count, _length, Longest) = (0, 0, 0);
        _index = [];
        if (_bytes.Length > KeptBytes)
        {
            _bytes = [];
        }

        if (_entries.Length > KeptBytes / Marshal.SizeOf<Entry>())
        {
            _entries = [];
        }
    }

    private int Compare(Entry a, Entry b)
    {
        int order = a.Score.CompareTo(b.Score);
        return order != 0 ? order : _bytes.AsSpan(a.Offset, a.Length).SequenceCompareTo(_bytes.AsSpan(b.Offset, b.Length));
    }

    private void Rehash(int size)
    {
        _index = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size)];
        for (int i = 0; i < Count; i++)
        {
            _index[SlotOf(Member(i))] = i + 1;
        }
    }

    // Where the member stands in the index, or the free place where it belongs.
    private int SlotOf(ReadOnlySpan<byte> member)
    {
        int mask = _index.Length - 1;
        int slot = (int)ElementHash.Of(member) & mask;
        while (_index[slot] != 0 && !Member(_index[slot] - 1).SequenceEqual(member))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            long needed = (long)_length + bytes;
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(Math.Max(needed, 2L * _bytes.Length), 256), Array.MaxLength));
        }

        if (_entries.Length == Count)
        {
            Array.Resize(ref _entries, Math.Max(8, 2 * Count));
        }
    }

    private struct Entry(int offset, int length, double score)
    {
        public readonly int Offset = offset;
        public readonly int Length = length;
        public double Score = score;
    }
}
