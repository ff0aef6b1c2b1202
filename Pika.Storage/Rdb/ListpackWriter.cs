using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pika.Storage.Rdb;

/// <summary>Writes a listpack as a string of RDB bytes, each element in the shortest form, as Redis does: what reads as an integer becomes one.</summary>
internal struct ListpackWriter
{
    private readonly RdbWriter _writer;
    private readonly int _lengthAt;
    private readonly int _start;
    private int _count;

    /// <summary>Begins a listpack. Nothing else is written before <see cref="End"/>.</summary>
    public ListpackWriter(RdbWriter writer)
    {
        _writer = writer;
        _lengthAt = writer.NumberLater();
        _start = writer.Length;
        writer.Room(ListpackFormat.HeaderSize);
    }

    /// <summary>The bytes so far.</summary>
    public readonly int Length => _writer.Length - _start;

    /// <summary>Writes an integer. Returns where it stands: one below 128 may be written over by another, in its one byte.</summary>
    public int Integer(long value)
    {
        int at = _writer.Length;
        switch (value)
        {
            case >= 0 and < 0x80:
                _writer.Room(1)[0] = (byte)value;
                break;
            case >= -(1 << 12) and < 1 << 12:
                // 13 bits with a sign.
                BinaryPrimitives.WriteUInt16BigEndian(_writer.Room(sizeof(ushort)), (ushort)(0xC000 | (value & 0x1FFF)));
                break;
            case >= short.MinValue and <= short.MaxValue:
                Wide(0xF1, value, sizeof(short));
                break;
            case >= -(1 << 23) and < 1 << 23:
                Wide(0xF2, value, 3);
                break;
            case >= int.MinValue and <= int.MaxValue:
                Wide(0xF3, value, sizeof(int));
                break;
            default:
                Wide(0xF4, value, sizeof(long));
                break;
        }

        EndElement(at);
        return at;
    }

    /// <summary>Writes a string, or the integer that it is in its one spelling.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (TryInteger(text, out long integer))
        {
            Integer(integer);
            return;
        }

        int at = _writer.Length;
        switch (text.Length)
        {
            case < 1 << 6:
                _writer.Room(1)[0] = (byte)(0x80 | text.Length);
                break;
            case < 1 << 12:
                BinaryPrimitives.WriteUInt16BigEndian(_writer.Room(sizeof(ushort)), (ushort)(0xE000 | text.Length));
                break;
            default:
                Wide(0xF0, text.Length, sizeof(uint));
                break;
        }

        _writer.Raw(text);
        EndElement(at);
    }

    /// <summary>Ends the listpack.</summary>
    public readonly void End()
    {
        _writer.Room(1)[0] = ListpackFormat.End;
        var header = _writer.Over(_start, ListpackFormat.HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[sizeof(uint)..], (ushort)Math.Min(_count, ListpackFormat.Uncounted));
        _writer.NumberNow(_lengthAt, (uint)Length);
    }

    private readonly void Wide(byte encoding, long value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _writer.Room(1)[0] = encoding;
        _writer.Raw(bytes[..size]);
    }

    private void EndElement(int at)
    {
        int size = _writer.Length - at;
        ListpackFormat.WriteBack(_writer.Room(ListpackFormat.BackSize(size)), size);
        _count++;
    }

    private static bool TryInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > Packed.LongestInteger || !Utf8Parser.TryParse(text, out value, out int used) || used != text.Length)
        {
            return false;
        }

        Span<byte> spelling = stackalloc byte[Packed.LongestInteger];
        Utf8Formatter.TryFormat(value, spelling, out int length);
        return spelling[..length].SequenceEqual(text);
    }
}
