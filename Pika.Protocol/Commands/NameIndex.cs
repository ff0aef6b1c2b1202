using System.Buffers.Binary;
using System.Numerics;

namespace Pika.Protocol;

/// <summary>
/// Finds a command by name, in any case, without allocation: open addressing over a hash of the length and of the first and last 8 bytes, which tell
/// all names apart well. Bit 5 is set in every byte before hashing, which lower-cases letters; the comparison that follows is exact.
/// </summary>
internal sealed class NameIndex
{
    /// <summary>Longer names exist nowhere; refusing them early keeps garbage cheap.</summary>
    private const int MaxNameLength = 32;

    private const ulong LowerCaseBits = 0x2020202020202020;

    /// <summary>Four times as many slots as names: most lookups hit at the first probe.</summary>
    private readonly CommandSpec?[] _slots;
    private readonly int _shift;

    public NameIndex(IReadOnlyCollection<CommandSpec> specs)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)specs.Count * 4);
        _slots = new CommandSpec?[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach (var spec in specs)
        {
            var slot = SlotOf(spec.NameBytes);
            while (_slots[slot] is { } other)
            {
                if (other.Name == spec.Name)
                {
                    throw new InvalidOperationException($"Two commands are named {spec.Name}.");
                }

                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = spec;
        }
    }

    public CommandSpec? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxNameLength)
            return null;

        var slot = SlotOf(name);
        while (_slots[slot] is { } spec)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, spec.NameBytes))
                return spec;

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return null;
    }

    private int SlotOf(ReadOnlySpan<byte> name)
    {
        ulong head;
        ulong tail = 0;
        if (name.Length >= 8)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else if (name.Length >= 4)
        {
            head = BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32);
        }
        else
        {
            head = name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16);
        }

        var mixed =
            ((head | LowerCaseBits) * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft((tail | LowerCaseBits) * 0xC2B2AE3D27D4EB4F, 31);
        return (int)(((mixed + (ulong)name.Length) * 0x9E3779B97F4A7C15) >> _shift);
    }
}
