using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pika.Storage;

namespace Pika.Actors.Replication.Wire;

/// <summary>
/// Bytes to frames. What is received goes into <see cref="GetMemory"/>: a buffer that holds many small frames, or, once the head of a big one
/// is known, the rest of the very buffer that the frame is going to carry, so that big payloads are never copied. It holds that buffer and one payload at
/// most. What is no frame is refused, and nothing is read after it.
/// </summary>
/// <param name="from">Who sends the frames; those of the other side are refused.</param>
internal sealed class FrameReader(FrameSender from) : IDisposable
{
    /// <summary>Frames up to this size come through the buffer, several with one receive; larger ones are received in place.</summary>
    internal const int BufferSize = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;

    /// <summary>The payload of the present frame, whose head stands at <see cref="_start"/>, as soon as that is known; else null.</summary>
    private Payload? _payload;

    /// <summary>How much of it has come, and how much of that stands in the buffer behind the head.</summary>
    private int _received;
    private int _buffered;

    /// <summary>Why nothing more is read, in words; null while all is well.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether a frame has begun to come.</summary>
    public bool IsInsideFrame => _end > _start;

    /// <summary>Room for received bytes, never empty if <see cref="TryRead"/> has said that more are needed.</summary>
    public Memory<byte> GetMemory()
    {
        if (_payload is not null)
        {
            return _payload.Memory[_received..];
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        return _buffer.AsMemory(_end, BufferSize - _end);
    }

    /// <summary>Says that so many bytes of <see cref="GetMemory"/> were filled.</summary>
    public void Advance(int count)
    {
        if (_payload is not null)
        {
            _received += count;
        }
        else
        {
            _end += count;
        }
    }

    /// <summary>The next frame, which belongs to the caller. False: more bytes are needed, or <see cref="Refusal"/> says why there is none.</summary>
    public bool TryRead(out ulong session, [NotNullWhen(true)] out Frame? frame)
    {
        (session, frame) = (0, null);
        if (Refusal is not null || _end - _start < FrameFormat.HeaderSize || !TryShape(out var shape, out int length))
        {
            return false;
        }

        int head = FrameFormat.HeaderSize + shape.Fixed;
        int total = FrameFormat.HeaderSize - FrameFormat.CountedHeader + length;
        if (_end - _start < (total <= BufferSize ? total : head))
        {
            return false;
        }

        if (shape.Tail == FrameFormat.Tail.Payload)
        {
            if (!TryReceivePayload(head, total - head))
            {
                return false;
            }
        }
        else
        {
            head = total;
        }

        return TryFinish(head, out session, out frame);
    }

    /// <summary>Gives the buffers back. Frames that were read stay with those who have them.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _payload?.Release();
        (_payload, _buffer, _start, _end) = (null, [], 0, 0);
        Refusal ??= "the reader is disposed of";
    }

    private bool TryShape(out FrameFormat.Shape shape, out int length)
    {
        var header = _buffer.AsSpan(_start);
        var type = (FrameType)header[FrameFormat.TypeAt];
        uint given = BinaryPrimitives.ReadUInt32LittleEndian(header);
        (shape, length) = (default, (int)given);
        if (FrameFormat.ShapeOf(type) is not { } known)
        {
            return Refuse($"a frame of the unknown type {(byte)type}");
        }

        shape = known;
        if (shape.Sender != from)
        {
            return Refuse($"{Name(type)} frame, which only a {shape.Sender.ToString().ToLowerInvariant()} sends");
        }

        uint shortest = (uint)(FrameFormat.CountedHeader + shape.Fixed);
        return given >= shortest && given <= shortest + (uint)shape.MaxTail
            || Refuse($"{Name(type)} frame of {given} bytes; it has {shortest} to {shortest + (uint)shape.MaxTail}");
    }

    // Whether all of the payload is there. Whatever has come of a frame that is received in place is its own.
    private bool TryReceivePayload(int head, int length)
    {
        if (_payload is null)
        {
            _buffered = Math.Min(length, _end - _start - head);
            _received = _buffered;
            _payload = Payload.Rent(length);
            _buffer.AsSpan(_start + head, _buffered).CopyTo(_payload.Span);
        }

        return _received == length;
    }

    private bool TryFinish(int head, out ulong session, [NotNullWhen(true)] out Frame? frame)
    {
        var bytes = _buffer.AsSpan(_start, head);
        session = BinaryPrimitives.ReadUInt64LittleEndian(bytes[FrameFormat.SessionAt..]);
        frame = null;
        var type = (FrameType)bytes[FrameFormat.TypeAt];
        uint crc = Crc32C.Append(0, bytes[..FrameFormat.CrcAt]);
        crc = Crc32C.Append(crc, bytes[FrameFormat.SessionAt..]);
        crc = _payload is null ? crc : Crc32C.Append(crc, _payload.Span);
        uint given = BinaryPrimitives.ReadUInt32LittleEndian(bytes[FrameFormat.CrcAt..]);
        if (crc != given)
        {
            return Refuse($"{Name(type)} frame with a bad checksum ({given:x8} instead of {crc:x8})");
        }

        var fields = new FieldReader(bytes[FrameFormat.HeaderSize..]);
        var read = FrameFields.Read(type, ref fields, _payload);
        if (fields.IsBad)
        {
            return Refuse($"{Name(type)} frame with a number that is out of range");
        }

        _start += head + _buffered;
        (_payload, _buffered) = (null, 0);
        frame = read;
        return true;
    }

    /// <summary>The name of a type in a sentence.</summary>
    internal static string Name(FrameType type) => type == FrameType.Ack ? $"an {type}" : $"a {type}";

    private bool Refuse(string what)
    {
        Refusal = "the other side has sent " + what;
        return false;
    }
}
