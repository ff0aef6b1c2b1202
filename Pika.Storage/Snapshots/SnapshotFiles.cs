using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>
/// The files of a checkpoint, for sending: the master's side. Several replicas may read them, each with a reader of its own; what their
/// readers find is compared, so that a disk that does not give back twice the same is found out.
/// </summary>
public sealed class SnapshotFiles
{
    private const long Unknown = -1;

    /// <summary>The checksum of each file that has been read to its end, or <see cref="Unknown"/>.</summary>
    private readonly long[] _crcs;

    private SnapshotFiles(IFileSystem files, string directory, SnapshotManifest manifest)
    {
        (Files, Directory, Manifest) = (files, directory, manifest);
        _crcs = new long[manifest.Files.Count];
        Array.Fill(_crcs, Unknown);
    }

    /// <summary>Where the files are.</summary>
    public string Directory { get; }

    /// <summary>What they are.</summary>
    public SnapshotManifest Manifest { get; }

    internal IFileSystem Files { get; }

    /// <summary>Lists a checkpoint, from which on nothing may change in it. Blocks.</summary>
    /// <param name="applied">The record that it is at.</param>
    /// <exception cref="SnapshotException">The directory holds what cannot be sent.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static SnapshotFiles List(IFileSystem files, string directory, ulong id, LogIndex applied, long createdMs, string description)
    {
        if (files.ListDirectories(directory) is [var inner, ..])
        {
            throw new SnapshotException($"the checkpoint '{directory}' holds the directory '{inner}'");
        }

        var list = new List<SnapshotFile>();
        foreach (string name in files.List(directory))
        {
            using var file = files.OpenRead(Path.Combine(directory, name));
            list.Add(new SnapshotFile(name, file.Length));
        }

        var manifest = new SnapshotManifest(id, applied, createdMs, description, list);
        _ = manifest.ToBytes();
        return new SnapshotFiles(files, directory, manifest);
    }

    /// <summary>A reader for one replica.</summary>
    public SnapshotReader OpenReader() => new(this);

    /// <summary>The checksum of a whole file: known, or read now. Blocks.</summary>
    /// <exception cref="SnapshotException">The file is not what it was.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public uint Crc(int file)
    {
        long known = Volatile.Read(ref _crcs[file]);
        if (known != Unknown)
        {
            return (uint)known;
        }

        using var reader = OpenReader();
        byte[] buffer = new byte[Math.Min(SnapshotFormat.ChunkBytes, Manifest.Files[file].Size)];
        var chunk = default(SnapshotChunk);
        for (long offset = 0; chunk.FileCrc is null; offset += chunk.Length)
        {
            chunk = reader.Read(file, offset, buffer);
        }

        return chunk.FileCrc.Value;
    }

    /// <summary>Notes the checksum of a file that was read to its end.</summary>
    internal uint Found(int file, uint crc)
    {
        long before = Interlocked.CompareExchange(ref _crcs[file], crc, Unknown);
        return before == Unknown || before == crc
            ? crc
            : throw new SnapshotException(
                $"'{Path.Combine(Directory, Manifest.Files[file].Name)}' does not read twice the same: is the disk failing?"
            );
    }
}
