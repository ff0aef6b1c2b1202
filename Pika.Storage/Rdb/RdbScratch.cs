using System.Buffers;

namespace Pika.Storage.Rdb;

/// <summary>Room for one string that does not stand in the input as it is: it grows and is used again.</summary>
internal sealed class RdbScratch : IDisposable
{
    private byte[] _bytes = [];

    /// <summary>Room for that many bytes; what was in it is lost.</summary>
    public Span<byte> Of(int length)
    {
        if (_bytes.Length < length)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(length);
        }

        return _bytes.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
