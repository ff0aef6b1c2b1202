using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pika.Storage.Rdb;

/// <summary>Writes RDB bytes into memory that grows as far as the longest string goes. Integers are written as such; nothing is compressed.</summary>
public sealed class RdbWriter : IDisposable
{
    private const int FirstSize = 1024;

    /// <summary>The longest text that may be an integer of 32 bits.</summary>
    private const int LongestInt32 = 11;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);

    /// <summary>The bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Begins a value.</summary>
    public void Type(RdbType type) => Room(1)[0] = (byte)type;

    /// <summary>Writes a length, a count, or another number that is not negative.</summary>
    public void Number(ulong value)
    {
        switch (value)
        {
            case < 1 << 6:
                Room(1)[0] = (byte)value;
                break;
            case < 1 << 14:
                BinaryPrimitives.WriteUInt16BigEndian(Room(sizeof(ushort)), (ushort)((RdbFormat.Length14 << 14) | (int)value));
                break;
            case <= uint.MaxValue:
                Room(1)[0] = RdbFormat.Length32;
                BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint)), (uint)value);
                break;
            default:
                Room(1)[0] = RdbFormat.Length64;
                BinaryPrimitives.WriteUInt64BigEndian(Room(sizeof(ulong)), value);
                break;
        }
    }

    /// <summary>Leaves room for a number of 32 bits that is not known yet. Returns where it stands, for <see cref="NumberNow"/>.</summary>
    internal int NumberLater()
    {
        Room(1)[0] = RdbFormat.Length32;
        Room(sizeof(uint));
        return Length - sizeof(uint);
    }

    /// <summary>Writes a number for which there is room.</summary>
    internal void NumberNow(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Over(at, sizeof(uint)), value);

    /// <summary>Bytes that are written, to be written over before anything else is written.</summary>
    internal Span<byte> Over(int at, int count) => _bytes.AsSpan(at, count);

    /// <summary>Writes a string, or the integer that it is in its one spelling.</summary>
    public void String(ReadOnlySpan<byte> value)
    {
        if (!TryInteger(value))
        {
            value.CopyTo(StringRoom(value.Length));
        }
    }

    /// <summary>Begins a string of a known length and returns the room for its bytes, to be filled before anything else is written.</summary>
    public Span<byte> StringRoom(int length)
    {
        Number((ulong)length);
        return Room(length);
    }

    /// <summary>Writes a double, little-endian.</summary>
    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);

    /// <summary>Writes 64 bits, little-endian.</summary>
    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Ends a DUMP payload, and returns it.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        Room(RdbFormat.FooterSize);
        DumpPayload.Seal(_bytes.AsSpan(0, Length));
        return Written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private bool TryInteger(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > LongestInt32 || !Utf8Parser.TryParse(value, out int number, out int used) || used != value.Length)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[LongestInt32];
        Utf8Formatter.TryFormat(number, text, out int length);
        if (!text[..length].SequenceEqual(value))
        {
            return false;
        }

        switch (number)
        {
            case >= sbyte.MinValue and <= sbyte.MaxValue:
                Encoded(RdbFormat.EncodedInt8, sizeof(sbyte))[0] = (byte)number;
                break;
            case >= short.MinValue and <= short.MaxValue:
                BinaryPrimitives.WriteInt16LittleEndian(Encoded(RdbFormat.EncodedInt16, sizeof(short)), (short)number);
                break;
            default:
                BinaryPrimitives.WriteInt32LittleEndian(Encoded(RdbFormat.EncodedInt32, sizeof(int)), number);
                break;
        }

        return true;
    }

    private Span<byte> Encoded(int encoding, int size)
    {
        Room(1)[0] = (byte)((RdbFormat.Encoded << 6) | encoding);
        return Room(size);
    }

    /// <summary>The room for the next bytes, to be filled before anything else is written.</summary>
    /// <exception cref="RdbException">The payload would be longer than any that Redis takes.</exception>
    internal Span<byte> Room(int count)
    {
        if (count > RdbFormat.LongestString - Length)
        {
            throw new RdbException("the value is longer than 512 MB as a payload");
        }

        if (count > _bytes.Length - Length)
        {
            byte[] bigger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, Math.Min(_bytes.Length * 2, RdbFormat.LongestString)));
            Written.CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = bigger;
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
