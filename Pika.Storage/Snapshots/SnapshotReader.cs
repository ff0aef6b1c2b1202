using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>
/// Reads the chunks of a snapshot that one replica asks for, and sums up each file on the way when its chunks are read in order. Not safe for several
/// threads; its methods block.
/// </summary>
public sealed class SnapshotReader : IDisposable
{
    private readonly SnapshotFiles _snapshot;
    private IReadFile? _open;

    /// <summary>The file that is open, by its place in the manifest.</summary>
    private int _file = -1;

    /// <summary>The bytes of it that <see cref="_crc"/> covers.</summary>
    private long _summed;
    private uint _crc;

    internal SnapshotReader(SnapshotFiles snapshot) => _snapshot = snapshot;

    /// <summary>Reads as much as there is room for, but not beyond the file's end.</summary>
    /// <exception cref="SnapshotException">There is no such place, or the file is not what it was.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public SnapshotChunk Read(int file, long offset, Span<byte> buffer)
    {
        if ((uint)file >= (uint)_snapshot.Manifest.Files.Count)
        {
            throw new SnapshotException($"the snapshot has no file {file}");
        }

        var (name, size) = _snapshot.Manifest.Files[file];
        if (offset < 0 || offset > size || (buffer.IsEmpty && offset < size))
        {
            throw new SnapshotException($"'{name}' has {size} bytes: {buffer.Length} bytes from {offset} on cannot be read");
        }

        Open(file, name, size);
        var bytes = buffer[..(int)Math.Min(buffer.Length, size - offset)];
        ReadAll(offset, bytes, name);
        if (offset == 0)
        {
            (_summed, _crc) = (0, 0);
        }

        if (offset == _summed)
        {
            (_summed, _crc) = (offset + bytes.Length, Crc32C.Append(_crc, bytes));
        }

        bool last = offset + bytes.Length == size;
        return new SnapshotChunk(
            bytes.Length,
            !last ? null
                : _summed == size ? _snapshot.Found(file, _crc)
                : _snapshot.Crc(file)
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _open?.Dispose();

    private void Open(int file, string name, long size)
    {
        if (_file == file)
        {
            return;
        }

        _open?.Dispose();
        (_open, _file, _summed, _crc) = (null, -1, 0, 0);
        _open = _snapshot.Files.OpenRead(Path.Combine(_snapshot.Directory, name));
        if (_open.Length != size)
        {
            throw new SnapshotException($"'{name}' had {size} bytes in the snapshot and has {_open.Length} now");
        }

        _file = file;
    }

    private void ReadAll(long offset, Span<byte> bytes, string name)
    {
        for (int read = 0; read < bytes.Length; )
        {
            int count = _open!.Read(offset + read, bytes[read..]);
            read += count > 0 ? count : throw new SnapshotException($"'{name}' ends early, at {offset + read}");
        }
    }
}

/// <summary>What was read.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="FileCrc">With a file's last chunk: the CRC32C of the whole file.</param>
public readonly record struct SnapshotChunk(int Length, uint? FileCrc);
