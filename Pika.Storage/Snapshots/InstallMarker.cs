using System.Buffers.Binary;

namespace Pika.Storage.Snapshots;

/// <summary>The file that says that a received snapshot is complete: which one, so that it cannot be taken for another.</summary>
/// <param name="Id">The snapshot's id.</param>
/// <param name="ManifestCrc">The checksum at the end of its manifest.</param>
internal readonly record struct InstallMarker(ulong Id, uint ManifestCrc)
{
    public const int Size = 28;

    private const int VersionAt = 8;
    private const int ManifestCrcAt = 12;
    private const int IdAt = 16;
    private const int CrcAt = 24;

    /// <summary>The marker of a manifest.</summary>
    public static InstallMarker Of(ulong id, ReadOnlySpan<byte> manifest) =>
        new(id, BinaryPrimitives.ReadUInt32LittleEndian(manifest[^SnapshotFormat.CrcSize..]));

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        SnapshotFormat.MarkerMagic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionAt), SnapshotFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ManifestCrcAt), ManifestCrc);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(IdAt), Id);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc32C.Append(0, bytes.AsSpan(0, CrcAt)));
        return bytes;
    }

    /// <summary>Reads a marker; null when it is sound, else what is wrong with it.</summary>
    public static string? TryRead(ReadOnlySpan<byte> bytes, out InstallMarker marker)
    {
        marker = default;
        if (bytes.Length != Size || !bytes.StartsWith(SnapshotFormat.MarkerMagic))
        {
            return "the marker is not one";
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Append(0, bytes[..CrcAt]))
        {
            return "the checksum of the marker is wrong";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionAt..]);
        if (version != SnapshotFormat.Version)
        {
            return $"the marker has format version {version}; this build reads version {SnapshotFormat.Version}";
        }

        marker = new InstallMarker(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[IdAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[ManifestCrcAt..])
        );
        return null;
    }
}
