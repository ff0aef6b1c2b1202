using System.Text;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

/// <summary>A small checkpoint on a simulated disk, and a master that hands it out without a link.</summary>
internal static class TestSnapshot
{
    public const string Directory = "/master/sync/checkpoint-1";

    /// <summary>The files of the snapshot: an empty one, small ones and one of several chunks.</summary>
    public static readonly IReadOnlyDictionary<string, byte[]> Contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["000007.sst"] = Bytes((2 * SnapshotFormat.ChunkBytes) + 12_345),
        ["000009.sst"] = Bytes(5000),
        ["CURRENT"] = Encoding.ASCII.GetBytes("MANIFEST-000005\n"),
        ["MANIFEST-000005"] = Bytes(300),
        ["OPTIONS-000006"] = [],
    };

    /// <summary>The same with files of a few bytes, for tests that go through it very often.</summary>
    public static readonly IReadOnlyDictionary<string, byte[]> Small = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["000007.sst"] = Bytes(40),
        ["CURRENT"] = Encoding.ASCII.GetBytes("new\n"),
        ["EMPTY"] = [],
    };

    public static SnapshotFiles Make(IFileSystem disk, ulong id = 7, IReadOnlyDictionary<string, byte[]>? contents = null)
    {
        Put(disk, Directory, contents ?? Contents);
        return List(disk, id);
    }

    public static void Put(IFileSystem disk, string directory, IReadOnlyDictionary<string, byte[]> contents)
    {
        disk.CreateDirectory(directory);
        foreach (var (name, bytes) in contents)
        {
            using var file = disk.OpenAppend(Path.Combine(directory, name));
            file.Truncate(0);
            file.Append(bytes);
            file.Sync();
        }

        disk.SyncDirectory(directory);
    }

    /// <summary>Receives the snapshot that was made on the disk into the folder of a node on the same disk, to its end: the next start installs it.</summary>
    public static void Stage(IFileSystem disk, SyncFolder folder)
    {
        var snapshot = List(disk, 7);
        using var reader = snapshot.OpenReader();
        using var staging = SnapshotStaging.Begin(disk, folder, snapshot.Manifest);
        Receive(staging, reader);
        staging.Complete();
    }

    /// <summary>Receives up to so many chunks; true when all is there.</summary>
    public static bool Receive(SnapshotStaging staging, SnapshotReader master, int chunks = int.MaxValue)
    {
        for (; chunks > 0 && staging.TryNext(out var fetch); chunks--)
            Answer(staging, master, fetch);
        return staging.IsReceived;
    }

    public static bool Answer(SnapshotStaging staging, SnapshotReader master, SnapshotFetch fetch)
    {
        var buffer = new byte[fetch.Length];
        var chunk = master.Read(fetch.File, fetch.Offset, buffer);
        chunk.Length.ShouldBe(fetch.Length);
        return staging.Write(fetch.File, fetch.Offset, buffer, chunk.FileCrc);
    }

    /// <summary>All files of a directory; null if there is none.</summary>
    public static Dictionary<string, string>? Look(IFileSystem disk, string directory) =>
        disk.DirectoryExists(directory)
            ? disk.List(directory).ToDictionary(name => name, name => Convert.ToHexString(Read(disk, Path.Combine(directory, name))))
            : null;

    public static Dictionary<string, string> Look(IReadOnlyDictionary<string, byte[]> contents) =>
        contents.ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value));

    public static void FlipBit(SimulatedFileSystem disk, string path, int at)
    {
        var bytes = disk[path];
        bytes[at] ^= 4;
        using var file = disk.OpenAppend(path);
        file.Truncate(0);
        file.Append(bytes);
    }

    private static SnapshotFiles List(IFileSystem disk, ulong id) =>
        SnapshotFiles.List(disk, Directory, id, new LogIndex(1, 500), 1_700_000_000_000, "test");

    private static byte[] Read(IFileSystem disk, string path)
    {
        using var file = disk.OpenRead(path);
        var bytes = new byte[file.Length];
        file.Read(0, bytes).ShouldBe(bytes.Length);
        return bytes;
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
