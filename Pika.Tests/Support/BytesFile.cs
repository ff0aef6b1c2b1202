using Pika.Storage.Files;

namespace Pika.Tests.Support;

/// <summary>Bytes as a file.</summary>
internal sealed class BytesFile(byte[] bytes) : IReadFile
{
    public long Length => bytes.Length;

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        return count;
    }

    public void Dispose() { }
}
