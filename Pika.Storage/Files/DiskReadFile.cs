using Microsoft.Win32.SafeHandles;

namespace Pika.Storage.Files;

/// <summary>Positioned reads; stays readable after the file's name is gone.</summary>
internal sealed class DiskReadFile(string path) : IReadFile
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_file);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> buffer) => RandomAccess.Read(_file, buffer, offset);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
