using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>
/// Puts a received snapshot in the place of the data, at the start of a node, before anything of the data is opened. Each step is atomic and durable before
/// the next, and a start after a crash goes on where it was: the node has the old data whole, or the new. The marker decides which.
/// <code>
///   marker written ─► db to sync/old-db ─► sync/incoming/db to db ─► binlog to sync/old-binlog ─► (store opened) marker removed ─► the rest removed
/// </code>
/// If the new store cannot be opened, <see cref="Undo"/> goes back:
/// <code>
///   db to sync/refused-db ─► marker removed ─► sync/old-binlog to binlog ─► sync/old-db to db ─► the rest removed
/// </code>
/// Without a marker the data are the old ones, and what was received is there to be resumed. All methods block.
/// </summary>
public static class SnapshotInstall
{
    /// <summary>Brings the directory to the state that the marker asks for. To be followed by <see cref="Finish"/> once the store has been opened.</summary>
    /// <exception cref="IOException">The disk failed; the next start goes on.</exception>
    public static InstallOutcome Begin(IFileSystem files, SyncFolder folder)
    {
        if (!files.DirectoryExists(folder.Root))
        {
            return default;
        }

        var manifest = SnapshotStaging.Find(files, folder);
        if (!files.FileExists(folder.Marker))
        {
            // Its removal may not be durable yet. If it came back, later, the log of the new data would be taken for that of the old.
            files.SyncDirectory(folder.Root);
            CleanUp(files, folder, manifest);
            return default;
        }

        bool switched = !files.DirectoryExists(folder.IncomingDb);
        string? flaw = FindFlaw(files, folder, manifest);
        if (flaw is null && switched && !files.DirectoryExists(folder.Db))
        {
            flaw = "its files are gone";
        }

        if (flaw is null && !switched)
        {
            flaw = FindFlaw(files, folder.IncomingDb, manifest!.Files);
        }

        if (flaw is not null)
        {
            Refuse(files, folder);
            return new InstallOutcome(null, flaw);
        }

        if (!switched)
        {
            Switch(files, folder);
        }

        EmptyLog(files, folder);
        return new InstallOutcome(manifest, null) { IsInstalled = true };
    }

    /// <summary>The new store has been opened: removes the marker, and then the old data.</summary>
    /// <exception cref="IOException">The disk failed; the next start goes on.</exception>
    public static void Finish(IFileSystem files, SyncFolder folder)
    {
        files.Delete(folder.Marker);
        files.SyncDirectory(folder.Root);
        files.DeleteDirectory(folder.Incoming);
        files.DeleteDirectory(folder.OldDb);
        files.DeleteDirectory(folder.OldLog);
    }

    /// <summary>The new store cannot be opened: the old data come back, and what was received goes.</summary>
    /// <exception cref="IOException">The disk failed; the next start goes on.</exception>
    public static void Undo(IFileSystem files, SyncFolder folder)
    {
        files.DeleteDirectory(folder.RefusedDb);
        if (files.DirectoryExists(folder.Db))
        {
            Move(files, folder, folder.Db, folder.RefusedDb);
        }

        Refuse(files, folder);
    }

    private static void Switch(IFileSystem files, SyncFolder folder)
    {
        // What an earlier install could not remove. The present one has moved no log yet, and a store only if none is in its place.
        files.DeleteDirectory(folder.OldLog);
        if (files.DirectoryExists(folder.Db))
        {
            files.DeleteDirectory(folder.OldDb);
            files.SyncDirectory(folder.Root);
            Move(files, folder, folder.Db, folder.OldDb);
        }

        files.RenameDirectory(folder.IncomingDb, folder.Db);
        files.SyncDirectory(folder.Data);
        files.SyncDirectory(folder.Incoming);
    }

    private static void EmptyLog(IFileSystem files, SyncFolder folder)
    {
        if (!files.DirectoryExists(folder.Log))
        {
            return;
        }

        if (files.DirectoryExists(folder.OldLog))
        {
            // The old log is moved already; this one has been made since, and cannot belong to the new data.
            files.DeleteDirectory(folder.Log);
            files.SyncDirectory(folder.Data);
            return;
        }

        Move(files, folder, folder.Log, folder.OldLog);
    }

    /// <summary>What was received cannot be used: the old data stay, or come back.</summary>
    private static void Refuse(IFileSystem files, SyncFolder folder)
    {
        // First of all: with the marker, a store in its place would be taken for the new one.
        files.Delete(folder.Marker);
        files.SyncDirectory(folder.Root);
        Restore(files, folder);
        files.DeleteDirectory(folder.Incoming);
        files.DeleteDirectory(folder.RefusedDb);
    }

    private static void CleanUp(IFileSystem files, SyncFolder folder, SnapshotManifest? manifest)
    {
        Restore(files, folder);
        files.DeleteDirectory(folder.OldDb);
        files.DeleteDirectory(folder.OldLog);
        files.DeleteDirectory(folder.RefusedDb);
        if (manifest is null || !files.DirectoryExists(folder.IncomingDb))
        {
            // Half begun, or what a finished install could not remove.
            files.DeleteDirectory(folder.Incoming);
        }
    }

    private static void Restore(IFileSystem files, SyncFolder folder)
    {
        if (files.DirectoryExists(folder.OldDb) && !files.DirectoryExists(folder.Db))
        {
            if (files.DirectoryExists(folder.OldLog) && !files.DirectoryExists(folder.Log))
            {
                Move(files, folder, folder.OldLog, folder.Log);
            }

            Move(files, folder, folder.OldDb, folder.Db);
        }
    }

    private static void Move(IFileSystem files, SyncFolder folder, string from, string to)
    {
        files.RenameDirectory(from, to);
        files.SyncDirectory(folder.Data);
        files.SyncDirectory(folder.Root);
    }

    private static string? FindFlaw(IFileSystem files, SyncFolder folder, SnapshotManifest? manifest)
    {
        byte[] bytes = WholeFiles.Read(files, folder.Marker, InstallMarker.Size) ?? [];
        if (InstallMarker.TryRead(bytes, out var marker) is { } flaw)
        {
            return flaw;
        }

        return manifest is null || InstallMarker.Of(manifest.Id, manifest.ToBytes()) != marker
            ? "the marker is that of another snapshot"
            : null;
    }

    // The checksums were compared when the files came, and they were durable before the marker was: here it is about somebody having touched them.
    private static string? FindFlaw(IFileSystem files, string directory, IReadOnlyList<SnapshotFile> expected)
    {
        if (!files.List(directory).SequenceEqual(expected.Select(file => file.Name), StringComparer.Ordinal))
        {
            return "its files are not those of its manifest";
        }

        foreach (var (name, size) in expected)
        {
            using var file = files.OpenRead(Path.Combine(directory, name));
            if (file.Length != size)
            {
                return $"'{name}' has {file.Length} bytes, not {size}";
            }
        }

        return null;
    }
}

/// <summary>What the start of a node found.</summary>
/// <param name="Manifest">What was installed, if it is known.</param>
/// <param name="Refused">Why a snapshot was not installed although it was marked complete; the node has its old data.</param>
public readonly record struct InstallOutcome(SnapshotManifest? Manifest, string? Refused)
{
    /// <summary>Whether the data are those of a snapshot: <see cref="SnapshotInstall.Finish"/> is due.</summary>
    public bool IsInstalled { get; init; }
}
