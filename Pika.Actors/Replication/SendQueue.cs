using System.Buffers;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>
/// The frames that wait to be sent on a link, and their bytes, small ones put together. Its user keeps the bound, and two threads apart; only
/// <see cref="Bytes"/> may be asked by any.
/// </summary>
internal sealed class SendQueue : IDisposable
{
    /// <summary>Small frames are put together up to this many bytes.</summary>
    private const int BufferBytes = 64 * 1024;

    /// <summary>A payload up to this size is cheaper copied behind its head than sent by itself.</summary>
    private const int CopiedPayload = 16 * 1024;

    private readonly Queue<Frame> _frames = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private long _bytes;

    /// <summary>What was taken last: sent, or being sent.</summary>
    private int _taken;

    /// <summary>Bytes that wait, those of the last <see cref="TryTake"/> included until the next.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Adds a frame, which belongs to the queue from here on.</summary>
    public void Add(Frame frame)
    {
        _frames.Enqueue(frame);
        Interlocked.Add(ref _bytes, SizeOf(frame));
    }

    /// <summary>
    /// Takes the next bytes to be sent, which stay until the next call: what was taken before has been sent. A big payload is to be sent behind them, and
    /// released.
    /// </summary>
    /// <returns>Whether there are any.</returns>
    public bool TryTake(ulong session, out ReadOnlyMemory<byte> bytes, out Payload? payload)
    {
        payload = null;
        Interlocked.Add(ref _bytes, -_taken);
        int length = 0;
        _taken = 0;
        while (payload is null && _frames.TryPeek(out var frame) && BufferBytes - length >= FrameFormat.MaxHead + CopiedPayload)
        {
            _frames.Dequeue();
            _taken += SizeOf(frame);
            length += FrameWriter.WriteHead(frame, session, _buffer.AsSpan(length));
            payload = frame.Carried;
            if (payload is { Length: <= CopiedPayload })
            {
                payload.Span.CopyTo(_buffer.AsSpan(length));
                length += payload.Length;
                payload.Release();
                payload = null;
            }
        }

        bytes = _buffer.AsMemory(0, length);
        return length > 0;
    }

    /// <summary>Drops what waits; nothing more may be added or taken.</summary>
    public void Dispose()
    {
        while (_frames.TryDequeue(out var frame))
        {
            frame.Release();
        }

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Interlocked.Exchange(ref _bytes, 0);
    }

    // Near enough: a head is reckoned at its usual size.
    private static int SizeOf(Frame frame) => FrameFormat.HeaderSize + (frame.Carried?.Length ?? 0);
}
