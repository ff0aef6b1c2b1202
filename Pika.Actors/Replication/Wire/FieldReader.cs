using System.Buffers.Binary;
using System.Text;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Wire;

/// <summary>Reads the fields of a frame one behind the other; that they are all there is known.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> fields)
{
    private ReadOnlySpan<byte> _rest = fields;

    /// <summary>Whether a field had a value that it cannot have.</summary>
    public bool IsBad { get; private set; }

    public byte Byte() => Next(1)[0];

    public bool Flag()
    {
        byte value = Byte();
        IsBad |= value > FrameFormat.Flag;
        return value == FrameFormat.Flag;
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(8));

    /// <summary>A number that is never negative.</summary>
    public int Int32()
    {
        uint value = UInt32();
        IsBad |= value > int.MaxValue;
        return (int)value;
    }

    /// <summary>A number that is never negative.</summary>
    public long Int64()
    {
        ulong value = UInt64();
        IsBad |= value > long.MaxValue;
        return (long)value;
    }

    public LogIndex Index() => new(UInt32(), UInt64());

    public string Id() => Convert.ToHexStringLower(Next(FrameFormat.IdSize));

    /// <summary>All the rest; what is no UTF-8 shows as U+FFFD.</summary>
    public string Text() => Encoding.UTF8.GetString(Next(_rest.Length));

    private ReadOnlySpan<byte> Next(int count)
    {
        var field = _rest[..count];
        _rest = _rest[count..];
        return field;
    }
}
