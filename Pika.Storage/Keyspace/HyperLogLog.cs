using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pika.Storage.Keyspace;

/// <summary>
/// One HyperLogLog taken out of its string, to be read, changed and put back. Each operation leaves the bytes that Redis's leaves, so that
/// strings can be compared and can move between the two.
/// </summary>
public ref struct HyperLogLog : IDisposable
{
    /// <summary>A change of a sparse one adds up to this many bytes.</summary>
    private const int Growth = 4;

    /// <summary>The bit of a dense one's first chunk in <see cref="_changed"/>; the next chunks have the next bits.</summary>
    private const uint HeaderChunk = 1;
    private const uint AllChunks = uint.MaxValue;

    private byte[] _buffer;
    private int _length;

    // Which chunks of a dense one are not as they were in the string; of a sparse one, whether anything is not.
    private uint _changed;

    /// <summary>An empty one, sparse, which counts as changed.</summary>
    public HyperLogLog()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(HyperLogLogFormat.LongestSparse + Growth);
        HyperLogLogFormat.WriteSparseHeader(_buffer);
        _length =
            HyperLogLogFormat.HeaderSize
            + HyperLogLogRuns.WriteZeros(_buffer.AsSpan(HyperLogLogFormat.HeaderSize), HyperLogLogFormat.Registers);
        _changed = AllChunks;
    }

    /// <summary>The one that a string holds, whose header is known to be sound, and whose length is at most that of the longest sparse one.</summary>
    public HyperLogLog(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(HyperLogLogFormat.LongestSparse + Growth);
        _length = (int)StringType.Length(row);
        StringType.Read(keyspace, key, row, 0, _buffer.AsSpan(0, _length));
    }

    /// <summary>Whether the registers are packed.</summary>
    public readonly bool IsDense => HyperLogLogFormat.IsDense(_buffer);

    /// <summary>Whether there is something to put back.</summary>
    public readonly bool IsChanged => _changed != 0;

    /// <summary>All bytes, the header included.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    private readonly Span<byte> Registers => _buffer.AsSpan(HyperLogLogFormat.HeaderSize, _length - HyperLogLogFormat.HeaderSize);

    /// <summary>Adds an element. False: the runs of a sparse one are damaged.</summary>
    /// <param name="element">The element, any bytes.</param>
    /// <param name="sparseLimit">The bytes, with the header, beyond which a sparse one becomes dense.</param>
    /// <param name="raised">Whether a register was raised.</param>
    public bool TryAdd(scoped ReadOnlySpan<byte> element, long sparseLimit, out bool raised)
    {
        (int index, int value) = HyperLogLogFormat.Locate(element);
        return TryRaise(index, value, sparseLimit, out raised);
    }

    /// <summary>Raises a register to a value, above 0. False as for <see cref="TryAdd"/>.</summary>
    public bool TryRaise(int index, int value, long sparseLimit, out bool raised)
    {
        if (!IsDense)
        {
            return TryRaiseSparse(index, value, sparseLimit, out raised);
        }

        raised = value > HyperLogLogDense.Get(Registers, index);
        if (raised)
        {
            HyperLogLogDense.Set(Registers, index, value);
            int at = HyperLogLogFormat.HeaderSize + HyperLogLogDense.ByteOf(index);
            int end = Math.Min(at + 1, _length - 1);
            _changed |= (1U << (at / StringType.ChunkSize)) | (1U << (end / StringType.ChunkSize));
        }

        return true;
    }

    /// <summary>Raises each of the values, one per register, to the register's. False as for <see cref="TryAdd"/>.</summary>
    public readonly bool TryRaiseTo(Span<byte> largest)
    {
        if (IsDense)
        {
            HyperLogLogDense.RaiseTo(Registers, largest);
            return true;
        }

        var runs = new HyperLogLogRuns(Registers);
        while (runs.Next())
        {
            if (runs.First + runs.Length > HyperLogLogFormat.Registers)
            {
                return false;
            }

            foreach (ref byte value in largest.Slice(runs.First, runs.Value == 0 ? 0 : runs.Length))
            {
                value = Math.Max(value, (byte)runs.Value);
            }
        }

        return runs.First == HyperLogLogFormat.Registers;
    }

    /// <summary>The estimated cardinality of registers with these values.</summary>
    public static ulong Estimate(ReadOnlySpan<byte> values)
    {
        Span<int> histogram = stackalloc int[HyperLogLogEstimate.Bins];
        histogram.Clear();
        foreach (byte value in values)
        {
            histogram[value]++;
        }

        return HyperLogLogEstimate.Of(histogram);
    }

    /// <summary>Raises each register to the value for it, and forgets the cached cardinality. False as for <see cref="TryAdd"/>.</summary>
    /// <param name="values">The values, one per register.</param>
    /// <param name="dense">Whether the result is to be dense in any case.</param>
    /// <param name="sparseLimit">As for <see cref="TryAdd"/>.</param>
    public bool TryMerge(scoped ReadOnlySpan<byte> values, bool dense, long sparseLimit)
    {
        bool sound = !dense || TryMakeDense();
        for (int i = 0; i < values.Length && sound; i++)
        {
            sound = values[i] == 0 || TryRaise(i, values[i], sparseLimit, out _);
        }

        Invalidate();
        return sound;
    }

    /// <summary>The runs of a sparse one, as PFDEBUG DECODE prints them: <c>z:n</c> and <c>Z:n</c> for zeros, <c>v:value,n</c>.</summary>
    public readonly string Describe()
    {
        var text = new StringBuilder();
        var runs = new HyperLogLogRuns(Registers);
        while (runs.Next())
        {
            text.Append(text.Length == 0 ? "" : " ");
            if (runs.Value > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"v:{runs.Value},{runs.Length}");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{(runs.Size == 1 ? 'z' : 'Z')}:{runs.Length}");
            }
        }

        return text.ToString();
    }

    /// <summary>Packs the registers, if they are not. False as for <see cref="TryAdd"/>, and nothing is changed.</summary>
    public bool TryMakeDense()
    {
        if (IsDense)
        {
            return true;
        }

        Span<byte> values = stackalloc byte[HyperLogLogFormat.Registers];
        values.Clear();
        if (!TryRaiseTo(values))
        {
            return false;
        }

        HyperLogLogFormat.MarkDense(_buffer);
        _length = HyperLogLogFormat.DenseSize;
        _changed = AllChunks;
        Registers.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            HyperLogLogDense.Set(Registers, i, values[i]);
        }

        return true;
    }

    /// <summary>Estimates the cardinality and keeps it in the header. False as for <see cref="TryAdd"/>.</summary>
    public bool TryCount(out ulong cardinality)
    {
        if (HyperLogLogFormat.TryCached(_buffer, out cardinality))
        {
            return true;
        }

        Span<int> histogram = stackalloc int[HyperLogLogEstimate.Bins];
        histogram.Clear();
        if (!TryHistogram(histogram))
        {
            return false;
        }

        cardinality = HyperLogLogEstimate.Of(histogram);
        HyperLogLogFormat.Cache(_buffer, cardinality);
        _changed |= HeaderChunk;
        return true;
    }

    /// <summary>Says that the cached cardinality is out of date.</summary>
    public void Invalidate() => _changed |= HyperLogLogFormat.Invalidate(_buffer) ? HeaderChunk : 0;

    /// <summary>Puts it into its string, if it was changed. The expiry stays. A dense one is cut into chunks, so that a change writes one or two of them.</summary>
    public readonly void Store(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row)
    {
        if (!IsChanged)
        {
            return;
        }

        if (!IsDense)
        {
            StringType.Put(keyspace, key, Bytes, row.ExpireAt, row);
            return;
        }

        if (!row.Exists || !row.Versioned || row.Size != HyperLogLogFormat.DenseSize)
        {
            ulong version = keyspace.NewVersion();
            StringType.PutChunks(keyspace, key, version, 0, Bytes);
            StringType.PutChunked(keyspace, key, version, _length, row.ExpireAt, row);
            return;
        }

        for (int at = 0, chunk = 0; at < _length; at += StringType.ChunkSize, chunk++)
        {
            if ((_changed & (1U << chunk)) != 0)
            {
                var bytes = Bytes[at..Math.Min(at + StringType.ChunkSize, _length)];
                StringType.Write(keyspace, key, row, at, bytes, HyperLogLogFormat.DenseSize);
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private readonly bool TryHistogram(Span<int> histogram)
    {
        if (IsDense)
        {
            HyperLogLogDense.Count(Registers, histogram);
            return true;
        }

        var runs = new HyperLogLogRuns(Registers);
        while (runs.Next())
        {
            histogram[runs.Value] += runs.Length;
        }

        return runs.First == HyperLogLogFormat.Registers;
    }

    // Replaces the run that holds the register by up to three: what was before it, the register alone, what was after it.
    private bool TryRaiseSparse(int index, int value, long sparseLimit, out bool raised)
    {
        raised = false;
        if (value > HyperLogLogRuns.LargestValue)
        {
            return TryRaiseAsDense(index, value, out raised);
        }

        var runs = new HyperLogLogRuns(Registers);
        int before = 0;
        bool found = false;
        while (!found && runs.Next())
        {
            found = index < runs.First + runs.Length;
            before = found ? before : runs.At;
        }

        if (!found || runs.At + runs.Size > Registers.Length)
        {
            return false;
        }

        if (runs.Value >= value)
        {
            return true;
        }

        Span<byte> parts = stackalloc byte[5];
        int size = HyperLogLogSparse.WriteParts(parts, index, value, runs);
        int grown = size - runs.Size;
        if (grown > 0 && _length + grown > sparseLimit)
        {
            return TryRaiseAsDense(index, value, out raised);
        }

        var room = _buffer.AsSpan(HyperLogLogFormat.HeaderSize);
        Registers[(runs.At + runs.Size)..].CopyTo(room[(runs.At + size)..]);
        parts[..size].CopyTo(room[runs.At..]);
        _length += grown;
        _length -= HyperLogLogSparse.JoinRuns(Registers, before);
        _changed = AllChunks;
        Invalidate();
        raised = true;
        return true;
    }

    private bool TryRaiseAsDense(int index, int value, out bool raised)
    {
        raised = false;
        return TryMakeDense() && TryRaise(index, value, 0, out raised);
    }
}
