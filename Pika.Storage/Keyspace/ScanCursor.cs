namespace Pika.Storage.Keyspace;

/// <summary>
/// The cursors of a walk over the keys: the place of the key at which to go on, as an integer. The upper 14 bits are its slot, the lower 39 bits a hash
/// of its bytes. In sum 53 bits, because some clients keep a cursor in a double, or in a signed integer. 0 is the beginning and the end.
/// </summary>
public static class ScanCursor
{
    private const int HashBits = 39;

    private const ulong HashMask = (1UL << HashBits) - 1;

    /// <summary>The cursor of a key; never 0. Equal on every start of every server: cursors outlive restarts.</summary>
    public static ulong Of(ReadOnlySpan<byte> key) => Of(HashSlot.Of(key), key);

    /// <summary>The cursor of a key whose slot is known.</summary>
    public static ulong Of(ushort slot, ReadOnlySpan<byte> key) => ((ulong)slot << HashBits) | HashOf(key);

    /// <summary>The slot that a cursor points to. Any number is a cursor.</summary>
    public static ushort SlotOf(ulong cursor) => (ushort)((cursor >> HashBits) & (HashSlot.Count - 1));

    // FNV-1a, with its upper half folded into the bits that are kept. Never 0, so that no cursor is.
    private static ulong HashOf(ReadOnlySpan<byte> key)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in key)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        hash = (hash ^ (hash >> HashBits)) & HashMask;
        return hash == 0 ? 1 : hash;
    }
}
