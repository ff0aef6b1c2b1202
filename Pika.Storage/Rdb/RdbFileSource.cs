using Pika.Storage.Files;

namespace Pika.Storage.Rdb;

/// <summary>A file read forwards through one window, with the checksum of what lies behind it.</summary>
internal sealed class RdbFileSource(IReadFile file) : IRdbSource
{
    /// <summary>Bytes of a window: so many keys at a time that a read costs little for each.</summary>
    private const int WindowSize = 1 << 20;

    private byte[] _buffer = new byte[WindowSize];
    private long _origin;
    private int _length;
    private ulong _checksum;
    private long _summed;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Window(long offset, int atLeast)
    {
        if (offset < _origin || offset + atLeast > _origin + _length)
        {
            Move(offset, atLeast);
        }

        return _buffer.AsSpan((int)(offset - _origin), _length - (int)(offset - _origin));
    }

    /// <summary>The checksum of the file up to an offset, which never goes back.</summary>
    public ulong ChecksumTo(long offset)
    {
        while (_summed < offset)
        {
            int count = (int)Math.Min(offset - _summed, WindowSize);
            _checksum = Crc64.Append(_checksum, Window(_summed, count)[..count]);
            _summed += count;
        }

        return _checksum;
    }

    private void Move(long offset, int atLeast)
    {
        // What is left behind is summed while it is in memory; a jump over the window's end is made up for in ChecksumTo.
        long here = Math.Min(offset, _origin + _length);
        if (_summed >= _origin && _summed < here)
        {
            _checksum = Crc64.Append(_checksum, _buffer.AsSpan((int)(_summed - _origin), (int)(here - _summed)));
            _summed = here;
        }

        if (_buffer.Length < atLeast)
        {
            _buffer = new byte[atLeast];
        }

        (_origin, _length) = (offset, 0);
        int count;
        while (_length < _buffer.Length && (count = file.Read(offset + _length, _buffer.AsSpan(_length))) > 0)
        {
            _length += count;
        }

        if (_length < atLeast)
        {
            throw new RdbException("the file has become shorter", offset);
        }
    }
}
