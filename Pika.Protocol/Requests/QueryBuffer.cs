namespace Pika.Protocol;

/// <summary>
/// The contiguous bytes received and not yet released: <c>[Start, End)</c> of one array. It slides or grows only when room is
/// asked for, and each such move is paid for by as many bytes received, so that any input costs linear time.
/// </summary>
internal sealed class QueryBuffer
{
    /// <summary>Below this much free room a read is not worth its system call.</summary>
    private const int SmallestRead = 2 * 1024;

    /// <summary>A buffer no larger than this is never given back before its connection closes.</summary>
    private const int KeptSize = 32 * 1024;

    private int _peak;

    public byte[] Bytes { get; private set; } = [];

    public int Start { get; private set; }

    public int End { get; private set; }

    public int Free => Bytes.Length - End;

    /// <summary>
    /// Free room after <see cref="End"/>. <paramref name="missing"/> is how many bytes the unfinished argument still lacks
    /// (0 when unknown): the buffer grows to hold exactly them, yet never to more than twice what has really arrived.
    /// Returns how far the bytes moved towards the front.
    /// </summary>
    public int MakeRoom(int sizeHint, long missing, bool mayMove)
    {
        var enough = missing > 0 ? Math.Min(missing, SmallestRead) : SmallestRead;
        if (Free >= Math.Max(sizeHint, enough))
            return 0;

        var live = End - Start;
        if (mayMove && Start > 0 && live <= Bytes.Length / 2 && Bytes.Length - live >= Math.Max(sizeHint, enough))
            return MoveTo(Bytes);

        var used = mayMove ? live : End;
        var doubled = Math.Max(RequestLimits.QueryBufferSize, 2L * used);
        var size = missing > 0 && used + missing >= RequestLimits.QueryBufferSize ? Math.Min(doubled, used + missing) : doubled;
        size = Math.Max(size, used + Math.Max(sizeHint, enough));
        var grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(size, Array.MaxLength));
        return mayMove ? MoveTo(grown) : CopyInPlace(grown);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Free, nameof(count));
        End += count;
        _peak = Math.Max(_peak, End - Start);
    }

    /// <summary>Forgets everything before <paramref name="position"/>. Returns how far the rest moved towards the front.</summary>
    public int ReleaseUpTo(int position)
    {
        Start = position;
        return Start == End ? MoveTo(Bytes) : 0;
    }

    /// <summary>
    /// Gives memory back: called now and then on a connection whose requests are all released. A big buffer shrinks when less
    /// than half of it was used since the last call, and one that was not used at all goes. Returns how far the bytes moved towards the front.
    /// </summary>
    public int Trim()
    {
        var live = End - Start;
        if (_peak == 0)
            return MoveTo([]);

        var oversized = Bytes.Length > KeptSize && _peak < Bytes.Length / 2;
        _peak = live;
        return oversized ? MoveTo(GC.AllocateUninitializedArray<byte>(Math.Max(RequestLimits.QueryBufferSize, live))) : 0;
    }

    private int MoveTo(byte[] target)
    {
        var distance = Start;
        Bytes.AsSpan(Start, End - Start).CopyTo(target);
        Bytes = target;
        End -= distance;
        Start = 0;
        return distance;
    }

    private int CopyInPlace(byte[] target)
    {
        Bytes.AsSpan(0, End).CopyTo(target);
        Bytes = target;
        return 0;
    }
}
