namespace Pika.Storage.Snapshots;

/// <summary>The layout and the bounds of manifests, markers and staged files; see docs/formats/snapshot.md.</summary>
public static class SnapshotFormat
{
    /// <summary>Bytes of a file that are asked for at once: large enough that a round trip costs little, small enough to share a link.</summary>
    public const int ChunkBytes = 1 << 20;

    /// <summary>The most files of a snapshot: with RocksDB's 64 MB files that is 12 TB.</summary>
    public const int MaxFiles = 200_000;

    /// <summary>The longest name of a file, in bytes; RocksDB's have up to about 30.</summary>
    public const int MaxName = 100;

    /// <summary>The longest description, in bytes.</summary>
    public const int MaxDescription = 1024;

    /// <summary>The largest file, 1 PB: sums of sizes cannot overflow.</summary>
    public const long MaxFileBytes = 1L << 50;

    /// <summary>The largest manifest, in bytes.</summary>
    public const int MaxManifestBytes = HeaderSize + MaxDescription + (MaxFiles * (1 + MaxName + sizeof(long))) + CrcSize;

    /// <summary>The version that this build writes, and the only one that it reads.</summary>
    internal const uint Version = 1;

    internal const int HeaderSize = 72;
    internal const int CrcSize = 4;

    internal static ReadOnlySpan<byte> ManifestMagic => "PIKASNP\n"u8;

    internal static ReadOnlySpan<byte> MarkerMagic => "PIKAINS\n"u8;

    /// <summary>
    /// Whether a name may stand in a manifest. Whoever sends one decides where a replica writes: so it is a plain name of letters, digits, dots, dashes and
    /// underscores, which does not begin with a dot.
    /// </summary>
    internal static bool IsName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxName || name[0] == '.')
        {
            return false;
        }

        foreach (byte c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return true;
    }
}
