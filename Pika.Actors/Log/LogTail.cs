using System.Buffers;

namespace Pika.Actors.Log;

/// <summary>
/// The last records of the log, in memory, for those who send it on as it grows: they need not go to the file for what has just been written. Kept only while
/// somebody reads it. <see cref="Binlog"/> adds, any thread reads.
/// </summary>
internal sealed class LogTail
{
    /// <summary>As much as a reader is late by in ordinary times; who is later reads the files.</summary>
    private const int Capacity = 8 << 20;

    /// <summary>Records that are held at most; a power of two.</summary>
    private const int MostRecords = 1 << 16;

    private readonly Lock _gate = new();

    /// <summary>
    /// Where each record that is held ends, at its index modulo their number. Places count on for ever; the byte at a place is at that place modulo the
    /// capacity.
    /// </summary>
    private readonly long[] _ends = new long[MostRecords];
    private byte[]? _ring;
    private int _readers;

    /// <summary>The records that are held: from the first up to, but not including, the next.</summary>
    private ulong _first;
    private ulong _next;

    /// <summary>The places where the first of them begins and the last ends.</summary>
    private long _begin;
    private long _end;

    /// <summary>Somebody reads from now on, until it calls <see cref="Close"/>.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _readers++;
        }
    }

    /// <summary>Somebody reads no more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (--_readers == 0)
            {
                Clear();
                ReturnRing();
            }
        }
    }

    /// <summary>Takes the record that was appended last.</summary>
    public void Add(ulong index, ReadOnlySpan<byte> record)
    {
        if (Volatile.Read(ref _readers) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_readers == 0 || record.Length > Capacity)
            {
                Clear();
                return;
            }

            if (_next != index)
            {
                Clear();
                (_first, _next) = (index, index);
            }

            while (_end + record.Length - _begin > Capacity || _next - _first == MostRecords)
            {
                _begin = EndOf(_first++);
            }

            Write(record);
            EndOf(_next++) = _end;
        }
    }

    /// <summary>Reads whole records from an index on.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The last that may be read.</param>
    /// <param name="maxBytes">About as much is read; one record always fits.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="length">How many bytes they have.</param>
    /// <returns>An array from <see cref="ArrayPool{T}.Shared"/>, which is the caller's; null if the first is not held.</returns>
    public byte[]? Read(ulong from, ulong to, int maxBytes, out int count, out int length)
    {
        (count, length) = (0, 0);
        lock (_gate)
        {
            if (from < _first || from >= _next || to < from)
            {
                return null;
            }

            long begin = from == _first ? _begin : EndOf(from - 1);
            ulong last = from;
            while (last < to && last + 1 < _next && EndOf(last + 1) - begin <= maxBytes)
            {
                last++;
            }

            (count, length) = ((int)(last - from) + 1, (int)(EndOf(last) - begin));
            byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
            Copy(begin, bytes.AsSpan(0, length));
            return bytes;
        }
    }

    private void Write(ReadOnlySpan<byte> record)
    {
        _ring ??= ArrayPool<byte>.Shared.Rent(Capacity);
        int at = (int)(_end % Capacity);
        int before = Math.Min(record.Length, Capacity - at);
        record[..before].CopyTo(_ring.AsSpan(at));
        record[before..].CopyTo(_ring);
        _end += record.Length;
    }

    private void Copy(long begin, Span<byte> room)
    {
        int at = (int)(begin % Capacity);
        int before = Math.Min(room.Length, Capacity - at);
        _ring.AsSpan(at, before).CopyTo(room);
        _ring.AsSpan(0, room.Length - before).CopyTo(room[before..]);
    }

    private ref long EndOf(ulong index) => ref _ends[index & (MostRecords - 1)];

    private void Clear() => (_begin, _first, _next) = (_end, 0, 0);

    private void ReturnRing()
    {
        if (_ring is { } ring)
        {
            _ring = null;
            ArrayPool<byte>.Shared.Return(ring);
        }
    }
}
