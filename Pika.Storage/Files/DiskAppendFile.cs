using Microsoft.Win32.SafeHandles;

namespace Pika.Storage.Files;

/// <summary>Appends by positioned writes at a length that we keep, so that a failed write moves nothing.</summary>
internal sealed class DiskAppendFile : IAppendFile
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private long _length;

    public DiskAppendFile(string path)
    {
        _path = path;
        // Shared with readers and with deletion: segments are read while they grow, and purged while readers hold them.
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(_file);
    }

    /// <inheritdoc/>
    public long Length => Volatile.Read(ref _length);

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, _length);
        }
        catch (IOException failure) when (DiskFull.Is(failure))
        {
            throw new DiskFullException(_path, failure);
        }

        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <inheritdoc/>
    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException failure) when (DiskFull.Is(failure))
        {
            throw new DiskFullException(_path, failure);
        }
    }

    /// <inheritdoc/>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        RandomAccess.SetLength(_file, length);
        Volatile.Write(ref _length, length);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
