namespace Pika.Storage.Keyspace;

/// <summary>What values of a batch were before they were overwritten in place, to put them back. Each place is saved once.</summary>
internal sealed class OverwrittenBytes
{
    /// <summary>A buffer that has grown beyond this is given up when it is cleared.</summary>
    private const int RetainedBytes = 1 << 16;

    private readonly List<(int Offset, int Length)> _places = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Saves the bytes that stand at an offset of the batch.</summary>
    public void Save(int offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, 2 * _bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        _places.Add((offset, bytes.Length));
    }

    /// <summary>Puts all saved bytes back into the batch.</summary>
    public void Restore(Span<byte> batch)
    {
        var saved = _bytes.AsSpan(0, _length);
        foreach (var (offset, length) in _places)
        {
            saved[..length].CopyTo(batch[offset..]);
            saved = saved[length..];
        }
    }

    /// <summary>Forgets what is saved.</summary>
    public void Clear()
    {
        _places.Clear();
        _length = 0;
        if (_bytes.Length > RetainedBytes)
        {
            _bytes = [];
        }
    }
}
