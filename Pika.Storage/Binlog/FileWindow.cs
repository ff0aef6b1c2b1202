using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// A movable window over one file: read in chunks, bigger only while a single record needs it. Never holds bytes from behind the end that
/// it is given, since those may still change.
/// </summary>
internal sealed class FileWindow(int chunk = FileWindow.ChunkBytes)
{
    /// <summary>Bytes read ahead: enough that calls to the kernel do not count, few enough to stay off the large-object heap.</summary>
    public const int ChunkBytes = 64 * 1024;

    private byte[] _buffer = new byte[chunk];
    private long _start;
    private int _count;

    /// <summary>Where in the buffer the offset of the last <see cref="Get"/> is.</summary>
    private int _at;

    /// <summary>Forgets what was read, because the file or its bytes changed.</summary>
    public void Drop() => _count = 0;

    /// <summary>
    /// The bytes from <paramref name="offset"/>: at least <paramref name="size"/> of them unless the file ends before; valid until the
    /// next call.
    /// </summary>
    /// <param name="end">Bytes at and behind this offset are not read.</param>
    public ReadOnlySpan<byte> Get(IReadFile file, long offset, int size, long end)
    {
        var skip = offset - _start;
        if (skip < 0 || skip > _count)
        {
            (_start, _count, skip) = (offset, 0, 0);
        }
        if (_count - skip < size)
        {
            MakeRoom((int)skip, size);
            (_start, _count, skip) = (offset, _count - (int)skip, 0);
            Fill(file, end);
        }
        _at = (int)skip;
        return _buffer.AsSpan(_at, _count - _at);
    }

    /// <summary>The first bytes that the last <see cref="Get"/> returned, once more.</summary>
    public ReadOnlySpan<byte> Peek(int size) => _buffer.AsSpan(_at, size);

    private void MakeRoom(int skip, int size)
    {
        var kept = _buffer.AsSpan(skip, _count - skip);
        var wanted = Math.Max(size, chunk);
        // Back to the usual size after a huge record, or every reader would keep the largest record that it ever met.
        if (wanted > _buffer.Length || (_buffer.Length > chunk && wanted == chunk && kept.Length <= chunk))
        {
            var bigger = new byte[wanted];
            kept.CopyTo(bigger);
            _buffer = bigger;
        }
        else
        {
            kept.CopyTo(_buffer);
        }
    }

    private void Fill(IReadFile file, long end)
    {
        while (_count < _buffer.Length && _start + _count < end)
        {
            var room = (int)Math.Min(_buffer.Length - _count, end - _start - _count);
            var read = file.Read(_start + _count, _buffer.AsSpan(_count, room));
            if (read <= 0)
            {
                break;
            }
            _count += read;
        }
    }
}
