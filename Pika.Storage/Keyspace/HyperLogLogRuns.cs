namespace Pika.Storage.Keyspace;

/// <summary>
/// A walk over the runs of a sparse HyperLogLog. <c>00nnnnnn</c>: n+1 zeros. <c>01nnnnnn nnnnnnnn</c>: n+1 zeros. <c>1vvvvvnn</c>: n+1 registers of the
/// value v+1.
/// </summary>
internal ref struct HyperLogLogRuns(ReadOnlySpan<byte> runs)
{
    /// <summary>The most zeros in a run of one byte.</summary>
    public const int MostShortZeros = 64;

    /// <summary>The largest value that a run can have.</summary>
    public const int LargestValue = 32;

    /// <summary>The most registers in a run of a value.</summary>
    public const int MostValues = 4;

    private readonly ReadOnlySpan<byte> _runs = runs;

    /// <summary>Where the present run begins, in bytes.</summary>
    public int At { get; private set; }

    /// <summary>Bytes of the present run; 0 before the first.</summary>
    public int Size { get; private set; }

    /// <summary>The present run's first register.</summary>
    public int First { get; private set; }

    /// <summary>Registers in the present run.</summary>
    public int Length { get; private set; }

    /// <summary>The value of its registers; 0 for zeros.</summary>
    public int Value { get; private set; }

    /// <summary>Whether the byte begins a run of a value.</summary>
    public static bool IsValue(byte first) => (first & 0x80) != 0;

    /// <summary>Whether the byte begins a run of zeros of two bytes.</summary>
    public static bool IsLongZeros(byte first) => (first & 0xC0) == 0x40;

    /// <summary>The value of a run that <see cref="IsValue"/>.</summary>
    public static int ValueOf(byte run) => ((run >> 2) & 0x1F) + 1;

    /// <summary>The length of a run that <see cref="IsValue"/>.</summary>
    public static int LengthOf(byte run) => (run & 3) + 1;

    /// <summary>A run of a value.</summary>
    public static byte OfValue(int value, int length) => (byte)(0x80 | ((value - 1) << 2) | (length - 1));

    /// <summary>Writes a run of zeros and returns its bytes.</summary>
    public static int WriteZeros(Span<byte> into, int length)
    {
        if (length <= MostShortZeros)
        {
            into[0] = (byte)(length - 1);
            return 1;
        }

        into[0] = (byte)(0x40 | ((length - 1) >> 8));
        into[1] = (byte)(length - 1);
        return 2;
    }

    /// <summary>Moves to the next run; false behind the last one.</summary>
    public bool Next()
    {
        At += Size;
        First += Length;
        if (At >= _runs.Length)
        {
            (Size, Length) = (0, 0);
            return false;
        }

        byte run = _runs[At];
        (Size, Value) = (IsLongZeros(run) ? 2 : 1, IsValue(run) ? ValueOf(run) : 0);
        int rest = At + 1 < _runs.Length ? _runs[At + 1] : 0;
        Length =
            IsValue(run) ? LengthOf(run)
            : IsLongZeros(run) ? (((run & 0x3F) << 8) | rest) + 1
            : run + 1;
        return true;
    }

    /// <summary>Moves to the run that holds a register; false if no run does.</summary>
    public bool Find(int index)
    {
        while (Next())
        {
            if (index < First + Length)
            {
                return true;
            }
        }

        return false;
    }
}
