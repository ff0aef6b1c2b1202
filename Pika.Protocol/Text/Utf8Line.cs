using System.Buffers.Text;

namespace Pika.Protocol;

/// <summary>A cursor over a span that is known to be long enough.</summary>
internal ref struct Utf8Line(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Add(byte value) => _destination[Length++] = value;

    public void Add(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }

    public void Repeat(byte value, int count)
    {
        _destination.Slice(Length, count).Fill(value);
        Length += count;
    }

    /// <summary>A number with at least <paramref name="width"/> digits, zeros in front.</summary>
    public void AddPadded(int value, int width)
    {
        _ = Utf8Formatter.TryFormat(value, _destination[Length..], out var written, new System.Buffers.StandardFormat('D', (byte)width));
        Length += written;
    }
}
