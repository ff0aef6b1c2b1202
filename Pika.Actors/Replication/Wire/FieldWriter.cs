using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Wire;

/// <summary>Writes the fields of a frame one behind the other.</summary>
internal ref struct FieldWriter(Span<byte> into)
{
    private readonly Span<byte> _into = into;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Byte(byte value) => Next(1)[0] = value;

    public void Flag(bool value) => Byte(value ? FrameFormat.Flag : (byte)0);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);

    /// <summary>A number that is never negative.</summary>
    public void Int32(int value) => UInt32((uint)Natural(value));

    /// <summary>A number that is never negative.</summary>
    public void Int64(long value) => UInt64((ulong)Natural(value));

    public void Index(LogIndex value)
    {
        UInt32(value.Epoch);
        UInt64(value.Index);
    }

    /// <summary>40 hex digits as 20 bytes.</summary>
    /// <exception cref="ArgumentException">It is not an id.</exception>
    public void Id(string id)
    {
        var status = Convert.FromHexString(id, Next(FrameFormat.IdSize), out _, out int written);
        if (status != OperationStatus.Done || written < FrameFormat.IdSize)
        {
            throw new ArgumentException($"'{id}' is no id of 40 hex digits");
        }
    }

    /// <summary>Text to the end of the frame; what is longer than <see cref="WireLimits.MaxText"/> is cut between two characters.</summary>
    public void Text(string text)
    {
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, _into.Slice(Length, WireLimits.MaxText), flush: true, out _, out int written, out _);
        Length += written;
    }

    private static long Natural(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }

    private Span<byte> Next(int count)
    {
        var room = _into.Slice(Length, count);
        Length += count;
        return room;
    }
}
