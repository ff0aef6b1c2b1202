using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Pika.Protocol;

/// <summary>
/// One connection's output: replies are encoded one after another into a growing pooled buffer. Types that RESP2 lacks are
/// written in the form that Redis gives them there.
/// </summary>
public sealed class RespWriter : IDisposable
{
    /// <summary>The size of a fresh buffer; replies of usual size never make it grow.</summary>
    private const int InitialSize = 16 * 1024;

    /// <summary>A buffer above this goes back to the pool when cleared: one big reply must not weigh on the connection for ever.</summary>
    private const int KeptSize = 64 * 1024;

    /// <summary>Type byte, 20 digits, CRLF.</summary>
    private const int MaxHeaderLength = 1 + Numbers.MaxInt64Length + 2;

    private byte[] _bytes = [];

    /// <summary>The protocol version of the connection: 2, or 3 after HELLO 3. It may change between two replies.</summary>
    public int Protocol { get; set; } = 2;

    /// <summary>Bytes written since <see cref="Clear"/>; a mark to <see cref="Truncate"/> to.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <inheritdoc cref="WrittenSpan"/>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    private bool Resp3 => Protocol >= 3;

    /// <summary>Takes back everything written after <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Whether the reply that begins at <paramref name="mark"/> is an error.</summary>
    public bool IsErrorAt(int mark) => mark < Length && _bytes[mark] == (byte)'-';

    /// <summary>Forgets what was written, and the buffer too when it grew big.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptSize)
            Dispose();
    }

    /// <summary>
    /// Gives away what was written, so that it can be sent while more is written: the bytes, in an array that is the caller's to return to
    /// <see cref="ArrayPool{T}.Shared"/>.
    /// </summary>
    public ArraySegment<byte> Detach()
    {
        var written = new ArraySegment<byte>(_bytes, 0, Length);
        _bytes = [];
        Length = 0;
        return written;
    }

    /// <summary>Returns the buffer to the pool; the writer may be used again and takes a new one then.</summary>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Bytes that are RESP already: shared replies, parts of a stream.</summary>
    public void Raw(ReadOnlySpan<byte> encoded)
    {
        encoded.CopyTo(Reserve(encoded.Length));
        Length += encoded.Length;
    }

    /// <summary><c>+OK</c></summary>
    public void Ok() => Raw("+OK\r\n"u8);

    /// <summary><c>+QUEUED</c></summary>
    public void Queued() => Raw("+QUEUED\r\n"u8);

    /// <summary>A status; <paramref name="text"/> holds no line end.</summary>
    public void SimpleString(ReadOnlySpan<byte> text) => Line((byte)'+', text);

    /// <inheritdoc cref="SimpleString(ReadOnlySpan{byte})"/>
    public void SimpleString(string text) => Line((byte)'+', text);

    /// <summary>
    /// An error, its code included: <c>ERR syntax error</c>. Line ends within become blanks, so that echoed input cannot break the stream.
    /// </summary>
    public void Error(ReadOnlySpan<byte> message)
    {
        var start = Length + 1;
        Line((byte)'-', message);
        BlankLineEnds(start);
    }

    /// <inheritdoc cref="Error(ReadOnlySpan{byte})"/>
    public void Error(string message)
    {
        var start = Length + 1;
        Line((byte)'-', message);
        BlankLineEnds(start);
    }

    /// <summary>An integer.</summary>
    public void Integer(long value)
    {
        if (SharedReplies.TryGetInteger(value, out var shared))
        {
            Raw(shared);
        }
        else
        {
            Header((byte)':', value);
        }
    }

    /// <summary>A string of bytes.</summary>
    public void Bulk(ReadOnlySpan<byte> value)
    {
        BulkHeader(value.Length);
        var span = Reserve(value.Length + 2);
        value.CopyTo(span);
        EndLine(span, value.Length);
    }

    /// <summary>A string, encoded as UTF-8.</summary>
    public void Bulk(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        BulkHeader(length);
        var span = Reserve(length + 2);
        Encoding.UTF8.GetBytes(value, span);
        EndLine(span, length);
    }

    /// <summary>An integer as a string of digits.</summary>
    public void Bulk(long value)
    {
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        Bulk(digits[..Numbers.FormatInt64(value, digits)]);
    }

    /// <summary>
    /// The header of a string of <paramref name="length"/> bytes, and the place for them: fill all of it before the next write.
    /// </summary>
    public Span<byte> BulkOf(int length)
    {
        BulkHeader(length);
        var span = Reserve(length + 2);
        EndLine(span, length);
        return span[..length];
    }

    /// <summary>No value: <c>$-1</c> in RESP2, <c>_</c> in RESP3.</summary>
    public void Null() => Raw(Resp3 ? "_\r\n"u8 : "$-1\r\n"u8);

    /// <summary>No array: <c>*-1</c> in RESP2, <c>_</c> in RESP3.</summary>
    public void NullArray() => Raw(Resp3 ? "_\r\n"u8 : "*-1\r\n"u8);

    /// <summary>The header of an array: <paramref name="count"/> values follow.</summary>
    public void Array(int count) => Aggregate((byte)'*', count);

    /// <summary>The header of a map: <paramref name="count"/> keys, each with its value, follow. In RESP2 an array of both.</summary>
    public void Map(int count) => Aggregate(Resp3 ? (byte)'%' : (byte)'*', Resp3 ? count : 2L * count);

    /// <summary>The header of a set: <paramref name="count"/> values follow. In RESP2 an array.</summary>
    public void Set(int count) => Aggregate(Resp3 ? (byte)'~' : (byte)'*', count);

    /// <summary>The header of an out-of-band message: <paramref name="count"/> values follow. In RESP2 an array.</summary>
    public void Push(int count) => Aggregate(Resp3 ? (byte)'>' : (byte)'*', count);

    /// <summary>A double with 17 significant digits; in RESP2 a string.</summary>
    public void Double(double value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxDoubleLength];
        text = text[..Numbers.FormatDouble(value, text)];
        if (Resp3)
        {
            Line((byte)',', text);
        }
        else
        {
            Bulk(text);
        }
    }

    /// <summary>A boolean; in RESP2 the integer 1 or 0.</summary>
    public void Boolean(bool value) => Raw(Resp3 ? (value ? "#t\r\n"u8 : "#f\r\n"u8) : (value ? ":1\r\n"u8 : ":0\r\n"u8));

    /// <summary>An integer of any size in decimal digits; in RESP2 a string.</summary>
    public void BigNumber(ReadOnlySpan<byte> digits)
    {
        if (Resp3)
        {
            Line((byte)'(', digits);
        }
        else
        {
            Bulk(digits);
        }
    }

    /// <summary>Text for people; <paramref name="format"/> is three letters, <c>txt</c> or <c>mkd</c>. In RESP2 a string.</summary>
    public void Verbatim(ReadOnlySpan<byte> text, string format = "txt")
    {
        if (!Resp3)
        {
            Bulk(text);
            return;
        }

        Header((byte)'=', text.Length + 4L);
        var span = Reserve(text.Length + 6);
        Encoding.ASCII.GetBytes(format, span);
        span[3] = (byte)':';
        text.CopyTo(span[4..]);
        EndLine(span, text.Length + 4);
    }

    /// <inheritdoc cref="Verbatim(ReadOnlySpan{byte}, string)"/>
    public void Verbatim(string text, string format = "txt") => Verbatim(Encoding.UTF8.GetBytes(text), format);

    /// <summary>
    /// Starts an array whose length is known only when its values are written: pass the result to <see cref="EndArray"/>.
    /// </summary>
    public int BeginDeferred()
    {
        var mark = Length;
        Raw("*0\r\n"u8);
        return mark;
    }

    /// <summary>Says that <paramref name="count"/> values were written since <paramref name="mark"/>.</summary>
    public void EndArray(int mark, int count) => EndDeferred(mark, (byte)'*', count);

    /// <summary>Says that <paramref name="count"/> pairs of key and value were written since <paramref name="mark"/>.</summary>
    public void EndMap(int mark, int count) => EndDeferred(mark, Resp3 ? (byte)'%' : (byte)'*', Resp3 ? count : 2L * count);

    /// <summary>Says that <paramref name="count"/> members of a set were written since <paramref name="mark"/>.</summary>
    public void EndSet(int mark, int count) => EndDeferred(mark, Resp3 ? (byte)'~' : (byte)'*', count);

    private void EndDeferred(int mark, byte type, long count)
    {
        // The header was written for one digit; only a longer count moves what follows.
        const int Reserved = 4;
        Span<byte> header = stackalloc byte[MaxHeaderLength];
        var length = EncodeHeader(header, type, count);
        var grow = length - Reserved;
        if (grow > 0)
        {
            Reserve(grow);
            _bytes.AsSpan(mark + Reserved, Length - mark - Reserved).CopyTo(_bytes.AsSpan(mark + length));
            Length += grow;
        }

        header[..length].CopyTo(_bytes.AsSpan(mark));
    }

    private void BulkHeader(int length)
    {
        if (SharedReplies.TryGetBulkHeader(length, out var shared))
        {
            Raw(shared);
        }
        else
        {
            Header((byte)'$', length);
        }
    }

    private void Aggregate(byte type, long count) => Header(type, count);

    private void Header(byte type, long value) => Length += EncodeHeader(Reserve(MaxHeaderLength), type, value);

    private static int EncodeHeader(Span<byte> destination, byte type, long value)
    {
        destination[0] = type;
        _ = Utf8Formatter.TryFormat(value, destination[1..], out var digits);
        destination[digits + 1] = (byte)'\r';
        destination[digits + 2] = (byte)'\n';
        return digits + 3;
    }

    private void Line(byte type, ReadOnlySpan<byte> text)
    {
        var span = Reserve(text.Length + 3);
        span[0] = type;
        text.CopyTo(span[1..]);
        EndLine(span, text.Length + 1);
    }

    private void Line(byte type, string text)
    {
        var span = Reserve(Encoding.UTF8.GetMaxByteCount(text.Length) + 3);
        span[0] = type;
        EndLine(span, 1 + Encoding.UTF8.GetBytes(text, span[1..]));
    }

    private void EndLine(Span<byte> line, int length)
    {
        line[length] = (byte)'\r';
        line[length + 1] = (byte)'\n';
        Length += length + 2;
    }

    private void BlankLineEnds(int start)
    {
        var text = _bytes.AsSpan(start, Length - 2 - start);
        text.Replace((byte)'\r', (byte)' ');
        text.Replace((byte)'\n', (byte)' ');
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(count);

        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var needed = Length + (long)count;
        if (needed > System.Array.MaxLength)
        {
            throw new ReplyTooLongException(needed);
        }

        var size = Math.Max(Math.Max(needed, InitialSize), Math.Min(2L * Length, System.Array.MaxLength));
        var grown = ArrayPool<byte>.Shared.Rent((int)size);
        WrittenSpan.CopyTo(grown);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);

        _bytes = grown;
    }
}
