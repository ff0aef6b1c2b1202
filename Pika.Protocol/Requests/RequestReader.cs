using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pika.Protocol;

/// <summary>
/// One connection's input: received bytes go into <see cref="GetMemory"/>, <see cref="Parse"/> finds the requests in them,
/// <see cref="Release"/> forgets those that were executed. An unfinished request costs nothing when more of it arrives: parsing
/// goes on where it stopped.
/// </summary>
public sealed class RequestReader(RequestLimits limits)
{
    private readonly QueryBuffer _buffer = new();
    private readonly RangeList _ranges = new();
    private ParsedRequest[] _parsed = new ParsedRequest[4];

    /// <summary>The first byte not yet understood.</summary>
    private int _position;

    /// <summary>Where the request being parsed begins; its ranges are relative to this.</summary>
    private int _requestStart;

    /// <summary>The first range of the request being parsed.</summary>
    private int _firstRange;

    /// <summary>Arguments of the request being parsed that are still to come; 0 between requests.</summary>
    private int _argumentsLeft;

    /// <summary>Length of the argument being received, or -1 when its header is still to come.</summary>
    private int _bulkLength = -1;

    /// <summary>How many bytes after <see cref="_position"/> are known not to end the line, so that no byte is searched twice.</summary>
    private int _searched;

    /// <summary>How many parsed requests wait for <see cref="Release"/>.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The text of the error that ended parsing, without the <c>ERR </c> code, or null. Once set, nothing more is parsed.
    /// </summary>
    public string? ProtocolError { get; private set; }

    /// <summary>
    /// True while the client has yet to authenticate: small limits hold, and one request is parsed at a time, since it may be the
    /// AUTH that lifts them.
    /// </summary>
    public bool Unauthenticated { get; set; }

    /// <summary>Bytes held: requests not yet released and the unfinished one. CLIENT LIST's <c>qbuf</c>.</summary>
    public int BufferedBytes => _buffer.End - _buffer.Start;

    /// <summary>Bytes allocated beyond <see cref="BufferedBytes"/>. CLIENT LIST's <c>qbuf-free</c>.</summary>
    public int FreeBytes => _buffer.Bytes.Length - BufferedBytes;

    /// <summary>Request <paramref name="index"/> of the current batch.</summary>
    public Request this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var parsed = _parsed[index];
            return new Request(_buffer.Bytes, parsed.Start, _ranges.Items, parsed.FirstRange, parsed.Count);
        }
    }

    /// <summary>
    /// Room for received bytes, never empty. Requests already taken from this reader stay valid. A big argument whose length is known
    /// gets a buffer of its exact size, in steps that never exceed twice what has arrived.
    /// </summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var missing = _bulkLength < 0 ? 0 : Math.Max(0, _position + (long)_bulkLength + 2 - _buffer.End);
        Moved(_buffer.MakeRoom(sizeHint, missing, mayMove: Count == 0));
        return _buffer.Bytes.AsMemory(_buffer.End);
    }

    /// <summary>Says that <paramref name="count"/> bytes of the last <see cref="GetMemory"/> were filled.</summary>
    public void Advance(int count) => _buffer.Advance(count);

    /// <summary>Parses all complete requests, up to a batch of <see cref="RequestLimits.MaxRequestsPerBatch"/>.</summary>
    public ParseOutcome Parse()
    {
        if (ProtocolError is not null)
            return ParseOutcome.ProtocolError;

        var bound = Unauthenticated ? 1 : RequestLimits.MaxRequestsPerBatch;
        while (Count < bound)
        {
            if (_argumentsLeft == 0 && _position == _buffer.End)
                return ParseOutcome.Drained;

            switch (ParseOne())
            {
                case ParseStep.Incomplete:
                    return HeldByUnfinished > limits.QueryBufferLimit ? ParseOutcome.QueryBufferLimit : ParseOutcome.Drained;
                case ParseStep.Failed:
                    return ParseOutcome.ProtocolError;
            }
        }

        return _position < _buffer.End ? ParseOutcome.More : ParseOutcome.Drained;
    }

    /// <summary>Forgets the parsed requests: their bytes may be overwritten from now on.</summary>
    public void Release()
    {
        Count = 0;
        _ranges.RemoveFirst(_firstRange);
        _firstRange = 0;
        if (_argumentsLeft == 0)
            _requestStart = _position;

        Moved(_buffer.ReleaseUpTo(_requestStart));
    }

    /// <summary>
    /// Gives back memory that was not needed since the last call: for a timer, between batches, and not while a read into
    /// <see cref="GetMemory"/> is under way.
    /// </summary>
    public void Trim()
    {
        if (Count == 0)
        {
            Moved(_buffer.Trim());
            _ranges.Trim();
        }
    }

    private long HeldByUnfinished => _buffer.End - _requestStart + ((long)(_ranges.Count - _firstRange) * RequestLimits.BytesPerArgument);

    private void Moved(int distance)
    {
        _position -= distance;
        _requestStart -= distance;
    }

    private ParseStep ParseOne()
    {
        if (_argumentsLeft == 0)
        {
            _requestStart = _position;
            if (_buffer.Bytes[_position] != '*')
                return ParseInline();

            var header = ParseMultibulkHeader();
            if (header != ParseStep.Done || _argumentsLeft == 0)
                return header;
        }

        var step = ParseArguments();
        if (step == ParseStep.Done)
            Deliver();

        return step;
    }

    private void Deliver()
    {
        if (Count == _parsed.Length)
            Array.Resize(ref _parsed, Count * 2);

        _parsed[Count++] = new ParsedRequest(_requestStart, _firstRange, _ranges.Count - _firstRange);
        _firstRange = _ranges.Count;
    }

    private ParseStep ParseMultibulkHeader()
    {
        var step = ReadLength(out var count, "too big mbulk count string", "invalid multibulk length");
        if (step != ParseStep.Done)
            return step;

        if (count > RequestLimits.MaxArguments)
            return Fail("invalid multibulk length");

        if (Unauthenticated && count > RequestLimits.MaxUnauthenticatedArguments)
            return Fail("unauthenticated multibulk length");

        _argumentsLeft = (int)Math.Max(0, count);
        return ParseStep.Done;
    }

    private ParseStep ParseArguments()
    {
        while (_argumentsLeft > 0)
        {
            if (_bulkLength < 0)
            {
                var step = ParseBulkHeader();
                if (step != ParseStep.Done)
                    return step;
            }

            if (_buffer.End - _position < _bulkLength + 2L)
                return ParseStep.Incomplete;

            _ranges.Add(new ArgumentRange(_position - _requestStart, _bulkLength));
            _position += _bulkLength + 2;
            _bulkLength = -1;
            _argumentsLeft--;
        }

        return ParseStep.Done;
    }

    private ParseStep ParseBulkHeader()
    {
        var step = ReadLength(out var length, "too big bulk count string", "invalid bulk length", expected: '$');
        if (step != ParseStep.Done)
            return step;

        if (length < 0 || length > limits.MaxBulkLength || length > Array.MaxLength / 2)
            return Fail("invalid bulk length");

        if (Unauthenticated && length > RequestLimits.MaxUnauthenticatedBulkLength)
            return Fail("unauthenticated bulk length");

        _bulkLength = (int)length;
        return ParseStep.Done;
    }

    /// <summary>
    /// Reads a line of a type byte and a number. Lines of at most 9 digits, all there, are read here; everything else (a part of a
    /// line, a sign, an error) goes the slow way.
    /// </summary>
    private ParseStep ReadLength(out long value, string tooLong, string invalid, char expected = '*')
    {
        var position = _position;
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer.Bytes);
        if (_buffer.End - position >= 12 && Unsafe.Add(ref bytes, position) == expected)
        {
            var number = Unsafe.Add(ref bytes, position + 1) - (uint)'0';
            var next = position + 2;
            if (number is > 0 and <= 9)
            {
                uint digit;
                while (next < position + 10 && (digit = Unsafe.Add(ref bytes, next) - (uint)'0') <= 9)
                {
                    number = (number * 10) + digit;
                    next++;
                }
            }
            else if (number > 9)
            {
                next = position;
            }

            if (Unsafe.Add(ref bytes, next) == '\r')
            {
                value = number;
                _position = next + 2;
                _searched = 0;
                return ParseStep.Done;
            }
        }

        return ReadLengthSlowly(out value, tooLong, invalid, expected);
    }

    private ParseStep ReadLengthSlowly(out long value, string tooLong, string invalid, char expected)
    {
        value = 0;
        var rest = _buffer.Bytes.AsSpan(_position, _buffer.End - _position);
        var end = rest[_searched..].IndexOf((byte)'\r');
        if (end < 0)
        {
            _searched = rest.Length;
            return rest.Length > RequestLimits.MaxInlineLength ? Fail(tooLong) : ParseStep.Incomplete;
        }

        end += _searched;
        if (end + 2 > rest.Length)
        {
            _searched = end;
            return ParseStep.Incomplete;
        }

        _searched = 0;
        if (rest[0] != expected)
        {
            return Fail($"expected '{expected}', got '{(char)rest[0]}'");
        }

        if (!Numbers.TryParseInt64(rest[1..end], out value))
            return Fail(invalid);

        _position += end + 2;
        return ParseStep.Done;
    }

    private ParseStep ParseInline()
    {
        var rest = _buffer.Bytes.AsSpan(_position, _buffer.End - _position);
        var end = rest[_searched..].IndexOf((byte)'\n');
        if (end < 0)
        {
            _searched = rest.Length;
            return rest.Length > RequestLimits.MaxInlineLength ? Fail("too big inline request") : ParseStep.Incomplete;
        }

        end += _searched;
        _searched = 0;
        var line = rest[..(end > 0 && rest[end - 1] == '\r' ? end - 1 : end)];
        if (!InlineRequest.TrySplit(line, 0, _ranges))
        {
            _ranges.Truncate(_firstRange);
            return Fail("unbalanced quotes in request");
        }

        _position += end + 1;
        if (_ranges.Count > _firstRange)
            Deliver();

        return ParseStep.Done;
    }

    private ParseStep Fail(string reason)
    {
        ProtocolError = $"Protocol error: {reason}";
        return ParseStep.Failed;
    }
}
