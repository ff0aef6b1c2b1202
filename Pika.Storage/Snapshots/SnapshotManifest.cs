using System.Buffers.Binary;
using System.Text;
using Pika.Storage.Binlog;

namespace Pika.Storage.Snapshots;

/// <summary>What a snapshot consists of: written by the master before the first byte of a file is sent, and kept by the replica beside the files.</summary>
/// <param name="Id">Tells this snapshot from all others; random.</param>
/// <param name="Applied">The record that the checkpoint is at: the stream goes on behind it.</param>
/// <param name="CreatedMs">When the checkpoint was made, by the master's clock, unix ms.</param>
/// <param name="Description">For people: which node made it. At most <see cref="SnapshotFormat.MaxDescription"/> bytes of UTF-8.</param>
/// <param name="Files">The files, sorted by the bytes of their names. A file is called by its place in this list.</param>
public sealed record SnapshotManifest(ulong Id, LogIndex Applied, long CreatedMs, string Description, IReadOnlyList<SnapshotFile> Files)
{
    private const int VersionAt = 8;
    private const int CountAt = 12;
    private const int IdAt = 16;
    private const int IndexAt = 24;
    private const int EpochAt = 32;
    private const int DescriptionLengthAt = 36;
    private const int CreatedAt = 40;
    private const int TotalAt = 48;

    /// <summary>The bytes of all files together.</summary>
    public long TotalBytes => Files.Sum(file => file.Size);

    /// <summary>The id as it is shown.</summary>
    public string Name => Id.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The manifest as it is sent and stored.</summary>
    /// <exception cref="SnapshotException">It exceeds a bound, or a file has a name that is not allowed.</exception>
    public byte[] ToBytes()
    {
        byte[] description = Encoding.UTF8.GetBytes(Description);
        if (Flaw(description.Length) is { } flaw)
        {
            throw new SnapshotException($"the snapshot cannot be described: {flaw}");
        }

        int size = SnapshotFormat.HeaderSize + description.Length + SnapshotFormat.CrcSize;
        byte[] bytes = new byte[size + Files.Sum(file => 1 + file.Name.Length + sizeof(long))];
        SnapshotFormat.ManifestMagic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionAt), SnapshotFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountAt), Files.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(IdAt), Id);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(IndexAt), Applied.Index);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(EpochAt), Applied.Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DescriptionLengthAt), description.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(CreatedAt), CreatedMs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(TotalAt), TotalBytes);
        int at = SnapshotFormat.HeaderSize;
        description.CopyTo(bytes, at);
        at += description.Length;
        foreach (var file in Files)
        {
            bytes[at++] = (byte)file.Name.Length;
            at += Encoding.ASCII.GetBytes(file.Name, bytes.AsSpan(at));
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), file.Size);
            at += sizeof(long);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), Crc32C.Append(0, bytes.AsSpan(0, at)));
        return bytes;
    }

    /// <summary>Reads a manifest from anywhere; null when it is sound, else what is wrong with it.</summary>
    public static string? TryRead(ReadOnlySpan<byte> bytes, out SnapshotManifest manifest)
    {
        manifest = null!;
        if (bytes.Length is < SnapshotFormat.HeaderSize + SnapshotFormat.CrcSize or > SnapshotFormat.MaxManifestBytes)
        {
            return $"the manifest has {bytes.Length} bytes, which is impossible";
        }

        if (!bytes.StartsWith(SnapshotFormat.ManifestMagic))
        {
            return "there is no manifest: its magic is missing";
        }

        var body = bytes[..^SnapshotFormat.CrcSize];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[body.Length..]) != Crc32C.Append(0, body))
        {
            return "the checksum of the manifest is wrong";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(body[VersionAt..]);
        if (version != SnapshotFormat.Version)
        {
            return $"the manifest has format version {version}; this build reads version {SnapshotFormat.Version}";
        }

        uint described = BinaryPrimitives.ReadUInt32LittleEndian(body[DescriptionLengthAt..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(body[CountAt..]);
        if (described > SnapshotFormat.MaxDescription || count > SnapshotFormat.MaxFiles)
        {
            return $"the manifest names {count} files, with a description of {described} bytes";
        }

        var rest = body[SnapshotFormat.HeaderSize..];
        if (rest.Length < described || TryReadFiles(rest[(int)described..], (int)count) is not { } files)
        {
            return "the manifest's list of files is cut short, or too long";
        }

        manifest = new SnapshotManifest(
            BinaryPrimitives.ReadUInt64LittleEndian(body[IdAt..]),
            new LogIndex(
                BinaryPrimitives.ReadUInt32LittleEndian(body[EpochAt..]),
                BinaryPrimitives.ReadUInt64LittleEndian(body[IndexAt..])
            ),
            BinaryPrimitives.ReadInt64LittleEndian(body[CreatedAt..]),
            Encoding.UTF8.GetString(rest[..(int)described]),
            files
        );
        return manifest.Flaw((int)described)
            ?? (
                manifest.TotalBytes == BinaryPrimitives.ReadInt64LittleEndian(body[TotalAt..])
                    ? null
                    : "the manifest's total is not the sum of its files"
            );
    }

    private static List<SnapshotFile>? TryReadFiles(ReadOnlySpan<byte> bytes, int count)
    {
        var files = new List<SnapshotFile>();
        for (; files.Count < count; bytes = bytes[(1 + bytes[0] + sizeof(long))..])
        {
            if (bytes.IsEmpty || bytes.Length < 1 + bytes[0] + sizeof(long))
            {
                return null;
            }

            // Latin-1 keeps every byte apart, so that what is not allowed is found afterwards.
            string name = Encoding.Latin1.GetString(bytes.Slice(1, bytes[0]));
            files.Add(new SnapshotFile(name, BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + bytes[0])..])));
        }

        return bytes.IsEmpty ? files : null;
    }

    private string? Flaw(int descriptionLength)
    {
        if (descriptionLength > SnapshotFormat.MaxDescription)
        {
            return $"its description has {descriptionLength} bytes";
        }

        if (Files.Count is 0 or > SnapshotFormat.MaxFiles)
        {
            return $"it has {Files.Count} files";
        }

        string before = "";
        foreach (var file in Files)
        {
            if (!SnapshotFormat.IsName(Encoding.Latin1.GetBytes(file.Name)))
            {
                return $"the name '{file.Name}' is not allowed";
            }

            if (file.Size is < 0 or > SnapshotFormat.MaxFileBytes)
            {
                return $"the file '{file.Name}' has the size {file.Size}";
            }

            if (string.CompareOrdinal(before, file.Name) >= 0)
            {
                return $"'{file.Name}' is not in order";
            }

            before = file.Name;
        }

        return null;
    }
}

/// <summary>One file of a snapshot.</summary>
/// <param name="Name">Its name, without any directory.</param>
/// <param name="Size">In bytes.</param>
public sealed record SnapshotFile(string Name, long Size);
