using System.Buffers;
using System.Diagnostics;

namespace Pika.Actors.Replication.Wire;

/// <summary>
/// The bytes that a frame carries, in a buffer of the pool. It has one owner at a time, who releases it, once, on any thread: a frame that is sent
/// belongs to the link, a frame that was received to whoever was told of it.
/// </summary>
internal sealed class Payload
{
    private byte[]? _array;
    private PayloadBudget? _budget;

    private Payload(byte[] array, int length) => (_array, Length) = (array, length);

    /// <summary>The number of bytes.</summary>
    public int Length { get; }

    /// <summary>The bytes, until they are released. Who has rented the payload fills them before it is sent.</summary>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public Memory<byte> Memory => new(_array ?? throw new ObjectDisposedException(nameof(Payload)), 0, Length);

    /// <summary>The bytes, until they are released.</summary>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public Span<byte> Span => Memory.Span;

    /// <summary>Room for so many bytes, of any content.</summary>
    public static Payload Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    /// <summary>A copy of the bytes.</summary>
    public static Payload CopyOf(ReadOnlySpan<byte> bytes)
    {
        var payload = Rent(bytes.Length);
        bytes.CopyTo(payload.Span);
        return payload;
    }

    /// <summary>Takes over an array that was rented from <see cref="ArrayPool{T}.Shared"/>, of which the first bytes are meant.</summary>
    public static Payload Take(byte[] rented, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)rented.Length, nameof(length));
        return new Payload(rented, length);
    }

    /// <summary>Gives the buffer back; nobody may use the bytes any more.</summary>
    public void Release()
    {
        var array = Interlocked.Exchange(ref _array, null);
        Debug.Assert(array is not null, "a payload was released twice");
        if (array is not null)
        {
            ArrayPool<byte>.Shared.Return(array);
            _budget?.Give(Length);
        }
    }

    /// <summary>Has the bytes count until they are released.</summary>
    public void ChargeTo(PayloadBudget budget)
    {
        _budget = budget;
        budget.Take(Length);
    }
}
