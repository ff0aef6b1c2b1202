using System.Buffers.Binary;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Simulated.Network;

/// <summary>
/// What a network must never do to the frames of a connection, and a defect on either side may: one is missing, comes twice, comes late, or is one of an
/// earlier connection. Asked for once, it happens to the next bytes that are whole frames.
/// </summary>
internal sealed class FrameFaults
{
    private byte[]? _late;
    private byte[]? _old;

    /// <summary>The last of the connection before.</summary>
    private byte[]? _earlier;

    /// <summary>What happens next.</summary>
    public FrameFault Next { get; set; }

    /// <summary>Faults that have happened.</summary>
    public int Count { get; private set; }

    /// <summary>A connection begins; frames of those before are of another session.</summary>
    public void Begin() => (_late, _earlier) = (null, _old ?? _earlier);

    /// <summary>What arrives when these bytes are sent.</summary>
    public IEnumerable<byte[]> Pass(byte[] bytes)
    {
        var isWhole = IsFrames(bytes);
        if (_late is { } late)
        {
            _late = null;
            return isWhole ? [bytes, late] : [late, bytes];
        }

        var fault = isWhole ? Next : FrameFault.None;
        var old = _earlier ?? _old;
        if (isWhole)
            _old = bytes;
        if (fault == FrameFault.None || (fault == FrameFault.Stray && old is null))
            return [bytes];
        Next = FrameFault.None;
        Count++;
        if (fault == FrameFault.Late)
            _late = bytes;
        return fault switch
        {
            FrameFault.Twice => [bytes, bytes],
            FrameFault.Stray => [old!, bytes],
            _ => [],
        };
    }

    private static bool IsFrames(ReadOnlySpan<byte> bytes)
    {
        const int uncounted = FrameFormat.HeaderSize - FrameFormat.CountedHeader;
        while (bytes.Length >= FrameFormat.HeaderSize)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes) + uncounted;
            if (length < FrameFormat.HeaderSize || length > bytes.Length)
                return false;
            bytes = bytes[(int)length..];
        }

        return bytes.IsEmpty;
    }
}

/// <summary>What can happen to a frame.</summary>
internal enum FrameFault
{
    /// <summary>It arrives.</summary>
    None,

    /// <summary>It does not arrive.</summary>
    Missing,

    /// <summary>It arrives twice.</summary>
    Twice,

    /// <summary>It arrives after the next one.</summary>
    Late,

    /// <summary>One that was sent earlier, maybe on another connection, arrives before it.</summary>
    Stray,
}
