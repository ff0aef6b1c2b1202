namespace Pika.Storage.Keyspace;

/// <summary>The hash slot of a key, as in Redis Cluster: CRC16 (XMODEM) of the key, or of its hash tag, modulo 16384.</summary>
public static class HashSlot
{
    /// <summary>The number of slots.</summary>
    public const int Count = 16384;

    private static readonly ushort[] Table = BuildTable();

    /// <summary>The slot of <paramref name="key"/>.</summary>
    public static ushort Of(ReadOnlySpan<byte> key)
    {
        var hashed = Tag(key);
        ushort crc = 0;
        foreach (byte b in hashed)
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ b]);
        }

        return (ushort)(crc & (Count - 1));
    }

    // Only what stands between the first '{' and the next '}' counts, if anything stands there.
    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> key)
    {
        int open = key.IndexOf((byte)'{');
        if (open < 0)
        {
            return key;
        }

        int length = key[(open + 1)..].IndexOf((byte)'}');
        return length <= 0 ? key : key.Slice(open + 1, length);
    }

    private static ushort[] BuildTable()
    {
        var table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}
