using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Pika.Protocol;

/// <summary>
/// Finds a command by name, in any case, without allocation: open addressing over the name's first and last 8 bytes in lower case. With the length these
/// are the whole name, up to 16 bytes, so a hit needs no further comparison; only the few longer names are compared byte by byte.
/// </summary>
internal sealed class NameIndex
{
    /// <summary>Longer names exist nowhere; refusing them early keeps garbage cheap.</summary>
    private const int MaxNameLength = 32;

    private readonly Slot[] _slots;
    private readonly int _shift;

    public NameIndex(IReadOnlyCollection<CommandSpec> specs)
    {
        // Four times as many slots as names: most lookups hit at the first probe.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)specs.Count * 4);
        _slots = new Slot[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach (var spec in specs)
        {
            if (spec.NameBytes.Length > MaxNameLength || Find(spec.NameBytes) is not null)
                throw new InvalidOperationException($"The name {spec.Name} is too long or taken.");

            var key = NameKey.Of(spec.NameBytes);
            var index = key.Hash(_shift);
            while (_slots[index].Spec is not null)
                index = (index + 1) & (size - 1);

            _slots[index] = new Slot(key, spec);
        }
    }

    public CommandSpec? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxNameLength)
            return null;

        var key = NameKey.Of(name);
        var slots = _slots;
        for (var index = key.Hash(_shift); ; index = (index + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[index];
            if (slot.Spec is null)
                return null;

            if (slot.Key == key && (key.IsWholeName || Ascii.EqualsIgnoreCase(name, slot.Spec.NameBytes)))
                return slot.Spec;
        }
    }

    private readonly record struct Slot(NameKey Key, CommandSpec? Spec);

    /// <summary>The length and the first and last 8 bytes of a name, in lower case; they overlap in names shorter than 16.</summary>
    private readonly record struct NameKey(ulong Head, ulong Tail, int Length)
    {
        public bool IsWholeName => Length <= 16;

        public static NameKey Of(ReadOnlySpan<byte> name)
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

            return new NameKey(ToLower(head), ToLower(tail), name.Length);
        }

        public int Hash(int shift)
        {
            var mixed = (Head * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(Tail * 0xC2B2AE3D27D4EB4F, 31);
            return (int)(((mixed + (ulong)Length) * 0x9E3779B97F4A7C15) >> shift);
        }

        /// <summary>Lower-cases the letters among 8 bytes at once and leaves all other bytes as they are.</summary>
        private static ulong ToLower(ulong bytes)
        {
            const ulong Ones = 0x0101010101010101;
            const ulong TopBits = 0x80 * Ones;
            var low = bytes & ~TopBits;
            var fromA = low + ((0x80 - 'A') * Ones);
            var afterZ = low + ((0x80 - 'Z' - 1) * Ones);
            var upper = (fromA ^ afterZ) & ~bytes & TopBits;
            return bytes | (upper >> 2);
        }
    }
}
