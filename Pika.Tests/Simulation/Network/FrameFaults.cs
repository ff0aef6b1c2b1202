using System.Buffers.Binary;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Simulated.Network;

/// <summary>
/// What a network must never do to the frames of a connection, and a defect on either side may: one is missing, comes twice, comes late, or is one of an
/// earlier connection. Asked for once, it happens to the next bytes that are whole frames.
/// </summary>
internal sealed class FrameFaults
{
    /// <summary>Frames that are remembered, so that they can come again: more than a second of them.</summary>
    private const int Kept = 32;

    /// <summary>Of the present connection, the oldest first.</summary>
    private readonly List<byte[]> _sent = [];

    /// <summary>Of those before.</summary>
    private readonly List<byte[]> _earlier = [];
    private byte[]? _late;

    /// <summary>What happens next.</summary>
    public FrameFault Next { get; set; }

    /// <summary>Which of the frames that are remembered comes again, from 0 for the oldest to below 1.</summary>
    public double Which { get; set; }

    /// <summary>Faults that have happened.</summary>
    public int Count { get; private set; }

    /// <summary>A connection begins; frames of those before are of another session.</summary>
    public void Begin()
    {
        _late = null;
        _earlier.AddRange(_sent);
        _sent.Clear();
        _earlier.RemoveRange(0, Math.Max(_earlier.Count - Kept, 0));
    }

    /// <summary>What arrives when these bytes are sent.</summary>
    public IEnumerable<byte[]> Pass(byte[] bytes)
    {
        var isWhole = IsFrames(bytes);
        if (isWhole)
            Remember(bytes);
        if (_late is { } late)
        {
            _late = null;
            return isWhole ? [bytes, late] : [late, bytes];
        }

        var fault = isWhole ? Next : FrameFault.None;
        if (fault == FrameFault.None || (fault == FrameFault.Stray && _earlier.Count == 0))
            return [bytes];
        Next = FrameFault.None;
        Count++;
        if (fault == FrameFault.Late)
            _late = bytes;
        return fault switch
        {
            FrameFault.Twice => [bytes, bytes],
            FrameFault.Stray => [_earlier[(int)(Which * _earlier.Count)], bytes],
            _ => [],
        };
    }

    private void Remember(byte[] bytes)
    {
        if (_sent.Count == Kept)
            _sent.RemoveAt(0);
        _sent.Add(bytes);
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

    /// <summary>One that was sent on an earlier connection arrives before it.</summary>
    Stray,
}
