using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>Walks over the store's rows and a turn's own writes as one order; where both have a row, the turn's write counts.</summary>
internal sealed class OverlayIterator : IRowIterator
{
    private readonly IRowIterator _below;
    private readonly byte[] _buffer;
    private readonly Overlay.Entry[] _writes;
    private int _at;
    private bool _forward;
    private bool _onWrite;

    /// <summary>Merges <paramref name="below"/>, which it owns from here on, with the writes in the range.</summary>
    public OverlayIterator(
        IRowIterator below,
        Overlay overlay,
        byte[] buffer,
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper
    )
    {
        (_below, _buffer) = (below, buffer);
        _writes = overlay.Sorted(family, buffer, lower, upper);
        _at = -1;
    }

    public bool Valid { get; private set; }

    public bool Incomplete => _below.Incomplete;

    public ReadOnlySpan<byte> Key => _onWrite ? KeyOf(_writes[_at]) : _below.Key;

    public ReadOnlySpan<byte> Value => _onWrite ? _buffer.AsSpan(_writes[_at].ValueOffset, _writes[_at].ValueLength) : _below.Value;

    public void SeekToFirst()
    {
        _below.SeekToFirst();
        (_at, _forward) = (0, true);
        Settle();
    }

    public void SeekToLast()
    {
        _below.SeekToLast();
        (_at, _forward) = (_writes.Length - 1, false);
        Settle();
    }

    public void Seek(ReadOnlySpan<byte> key)
    {
        _below.Seek(key);
        (_at, _forward) = (LowerBound(_writes, key), true);
        Settle();
    }

    public void SeekForPrev(ReadOnlySpan<byte> key)
    {
        _below.SeekForPrev(key);
        int at = LowerBound(_writes, key);
        bool exact = at < _writes.Length && KeyOf(_writes[at]).SequenceEqual(key);
        (_at, _forward) = (exact ? at : at - 1, false);
        Settle();
    }

    public void Next() => Move(forward: true);

    public void Prev() => Move(forward: false);

    public void Dispose() => _below.Dispose();

    private void Move(bool forward)
    {
        if (_forward != forward)
        {
            Turn(forward);
        }

        Step();
        Settle();
    }

    // After a change of direction the side that was ahead stands beyond the present row: seek both to it anew.
    private void Turn(bool forward)
    {
        byte[] here = Key.ToArray();
        if (forward)
        {
            Seek(here);
        }
        else
        {
            SeekForPrev(here);
        }
    }

    private void Step()
    {
        if (_onWrite)
        {
            _at += _forward ? 1 : -1;
            return;
        }

        StepBelow();
    }

    private void StepBelow()
    {
        if (_forward)
        {
            _below.Next();
        }
        else
        {
            _below.Prev();
        }
    }

    // Picks the side whose row comes first, hides the store's row under a write of the same key, and skips deletions.
    private void Settle()
    {
        while (true)
        {
            // Where the store's side has stopped for want of a disk, nobody knows which row comes next.
            bool hasWrite = _at >= 0 && _at < _writes.Length && !_below.Incomplete;
            if (!hasWrite)
            {
                (_onWrite, Valid) = (false, _below.Valid && !_below.Incomplete);
                return;
            }

            int order = _below.Valid ? KeyOf(_writes[_at]).SequenceCompareTo(_below.Key) : -1;
            order = _below.Valid && !_forward ? -order : order;
            if (order > 0)
            {
                (_onWrite, Valid) = (false, true);
                return;
            }

            if (order == 0)
            {
                StepBelow();
            }

            if (_writes[_at].ValueLength != Overlay.Deleted)
            {
                (_onWrite, Valid) = (true, true);
                return;
            }

            _at += _forward ? 1 : -1;
        }
    }

    private ReadOnlySpan<byte> KeyOf(in Overlay.Entry entry) => _buffer.AsSpan(entry.KeyOffset, entry.KeyLength);

    private int LowerBound(Overlay.Entry[] writes, ReadOnlySpan<byte> key)
    {
        (int low, int high) = (0, writes.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (KeyOf(writes[middle]).SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
