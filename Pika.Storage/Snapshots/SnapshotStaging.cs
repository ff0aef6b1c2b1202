using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>
/// A snapshot that is being received: the replica's side. It says what to ask for next, takes the chunks in the order in which they were asked for,
/// and counts a file as received only when what is on disk, read back, has the master's checksum. Not safe for several threads; its methods
/// block, and fail with <see cref="IOException"/> when the disk does.
/// </summary>
public sealed class SnapshotStaging : IDisposable
{
    /// <summary>How often a file is asked for that comes damaged, before it is given up.</summary>
    private const int Attempts = 3;

    private readonly IFileSystem _files;
    private readonly SyncFolder _folder;
    private readonly byte[] _manifest;
    private readonly StagedFile[] _staged;
    private readonly StagedList _done;

    /// <summary>The files that are not asked for to their end, in this order.</summary>
    private readonly LinkedList<int> _wanted = [];

    /// <summary>What was asked for and has not come.</summary>
    private readonly Queue<SnapshotFetch> _outstanding = new();
    private readonly byte[] _buffer = new byte[SnapshotFormat.ChunkBytes];

    /// <summary>The file that is being written.</summary>
    private IAppendFile? _open;
    private int _openFile = -1;
    private int _missing;

    private SnapshotStaging(IFileSystem files, SyncFolder folder, SnapshotManifest manifest, byte[] bytes)
    {
        (_files, _folder, Manifest, _manifest) = (files, folder, manifest, bytes);
        TotalBytes = manifest.TotalBytes;
        _staged = new StagedFile[manifest.Files.Count];
        _missing = _staged.Length;
        _done = new StagedList(files, folder.IncomingDone, manifest.Id);
    }

    /// <summary>What is being received.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>The bytes of all files.</summary>
    public long TotalBytes { get; }

    /// <summary>The bytes that are there.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The bytes of it that were there from an earlier attempt.</summary>
    public long ResumedBytes { get; private set; }

    /// <summary>The files that are there and sound.</summary>
    public int ReceivedFiles => _staged.Length - _missing;

    /// <summary>Whether all files are there: time for <see cref="Complete"/>.</summary>
    public bool IsReceived => _missing == 0;

    /// <summary>What an earlier attempt has left to be resumed; null if there is nothing.</summary>
    public static SnapshotManifest? Find(IFileSystem files, SyncFolder folder) =>
        WholeFiles.Read(files, folder.IncomingManifest, SnapshotFormat.MaxManifestBytes) is { } bytes
        && SnapshotManifest.TryRead(bytes, out var manifest) is null
            ? manifest
            : null;

    /// <summary>
    /// Begins to receive a snapshot. If it is the one that an earlier attempt was at, the files that are complete stay, after they were read and
    /// verified; anything else that was there is removed.
    /// </summary>
    /// <exception cref="SnapshotException">Another snapshot is complete and waits for the restart, or there is not enough space.</exception>
    public static SnapshotStaging Begin(IFileSystem files, SyncFolder folder, SnapshotManifest manifest)
    {
        if (files.FileExists(folder.Marker))
        {
            throw new SnapshotException("a snapshot is complete and waits for the node to be restarted");
        }

        byte[] bytes = manifest.ToBytes();
        var staged = WholeFiles.Read(files, folder.IncomingManifest, SnapshotFormat.MaxManifestBytes);
        bool resumes = staged is not null && staged.AsSpan().SequenceEqual(bytes);
        if (!resumes)
        {
            files.DeleteDirectory(folder.Incoming);
        }

        files.CreateDirectory(folder.IncomingDb);
        files.SyncDirectory(folder.Data);
        files.SyncDirectory(folder.Root);
        var staging = new SnapshotStaging(files, folder, manifest, bytes);
        try
        {
            staging.Start(resumes);
            return staging;
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    /// <summary>Says what to ask for next; false when everything is asked for. How much may be outstanding is the caller's choice.</summary>
    public bool TryNext(out SnapshotFetch fetch)
    {
        if (_wanted.First is not { Value: var file })
        {
            fetch = default;
            return false;
        }

        ref var staged = ref _staged[file];
        long size = Manifest.Files[file].Size;
        fetch = new SnapshotFetch(file, staged.Asked, (int)Math.Min(SnapshotFormat.ChunkBytes, size - staged.Asked));
        staged.Asked += fetch.Length;
        if (staged.Asked == size)
        {
            _wanted.RemoveFirst();
        }

        _outstanding.Enqueue(fetch);
        return true;
    }

    /// <summary>The link is a new one: what was outstanding is not coming, and is asked for again.</summary>
    public void Restart()
    {
        foreach (var fetch in _outstanding.Reverse())
        {
            if (_staged[fetch.File].Asked == Manifest.Files[fetch.File].Size && !_wanted.Contains(fetch.File))
            {
                _wanted.AddFirst(fetch.File);
            }

            _staged[fetch.File].Asked = Math.Min(_staged[fetch.File].Asked, fetch.Offset);
        }

        _outstanding.Clear();
    }

    /// <summary>Takes the chunk that was asked for first.</summary>
    /// <param name="crc">With a file's last chunk: the checksum of the whole file, as the master has read it.</param>
    /// <returns>False when the file has come damaged and is asked for again.</returns>
    /// <exception cref="SnapshotException">The chunk is not what was asked for, or a file has come damaged too often.</exception>
    public bool Write(int file, long offset, ReadOnlySpan<byte> bytes, uint? crc)
    {
        if (!_outstanding.TryPeek(out var fetch) || (file, offset, bytes.Length) != (fetch.File, fetch.Offset, fetch.Length))
        {
            throw new SnapshotException($"file {file} from {offset} on, {bytes.Length} bytes, is not what was asked for");
        }

        var (name, size) = Manifest.Files[file];
        bool last = offset + bytes.Length == size;
        if (last != crc.HasValue)
        {
            throw new SnapshotException($"the checksum of '{name}' has come {(last ? "not with its end" : "before its end")}");
        }

        Append(file, offset, bytes);
        _outstanding.Dequeue();
        ReceivedBytes += bytes.Length;
        return !last || End(file, crc!.Value);
    }

    /// <summary>
    /// Makes the whole snapshot durable and writes the marker: from here on a start of the node installs it (<see cref="SnapshotInstall"/>).
    /// </summary>
    public void Complete()
    {
        if (!IsReceived)
        {
            throw new InvalidOperationException($"{_missing} files are missing");
        }

        _files.SyncDirectory(_folder.IncomingDb);
        _files.SyncDirectory(_folder.Incoming);
        try
        {
            WholeFiles.Write(_files, _folder.Marker, InstallMarker.Of(Manifest.Id, _manifest).ToBytes());
        }
        catch
        {
            // It may be there, only not durable. The node goes on with the data that it has, and no start may take them away.
            _files.Delete(_folder.Marker);
            throw;
        }
    }

    /// <summary>Closes the files. What was received stays, to be resumed.</summary>
    public void Dispose()
    {
        CloseFile();
        _done.Dispose();
    }

    /// <summary>Gives up: removes what was received.</summary>
    public static void Discard(IFileSystem files, SyncFolder folder) => files.DeleteDirectory(folder.Incoming);

    private string PathOf(int file) => Path.Combine(_folder.IncomingDb, Manifest.Files[file].Name);

    private void Start(bool resumes)
    {
        if (resumes)
        {
            Resume();
        }
        else
        {
            WholeFiles.Write(_files, _folder.IncomingManifest, _manifest);
        }

        ResumedBytes = ReceivedBytes;
        for (int file = 0; file < _staged.Length; file++)
        {
            if (_staged[file].Complete)
            {
                continue;
            }

            _files.Delete(PathOf(file));
            if (Manifest.Files[file].Size > 0)
            {
                _wanted.AddLast(file);
            }
            else
            {
                Append(file, 0, []);
                _ = End(file, 0);
            }
        }

        long free = _files.FreeSpace(_folder.Root);
        if (TotalBytes - ReceivedBytes > free)
        {
            throw new SnapshotException($"the snapshot needs {TotalBytes - ReceivedBytes} bytes more, but only {free} are free");
        }
    }

    private void Resume()
    {
        foreach (var (file, crc) in _done.Read(_staged.Length))
        {
            var (_, size) = Manifest.Files[file];
            if (!_staged[file].Complete && WholeFiles.Crc(_files, PathOf(file), size, _buffer) == crc)
            {
                _staged[file].Complete = true;
                _missing--;
                ReceivedBytes += size;
            }
        }
    }

    private void Append(int file, long offset, ReadOnlySpan<byte> bytes)
    {
        if (_openFile != file)
        {
            CloseFile();
            _open = _files.OpenAppend(PathOf(file));
            _openFile = file;
        }

        // A write that failed may have left a part of its bytes.
        if (_open!.Length != offset)
        {
            _open.Truncate(offset);
        }

        _open.Append(bytes);
    }

    private bool End(int file, uint crc)
    {
        bool sound = false;
        try
        {
            _open!.Sync();
            CloseFile();
            sound = WholeFiles.Crc(_files, PathOf(file), Manifest.Files[file].Size, _buffer) == crc;
        }
        finally
        {
            if (!sound)
            {
                AskAgain(file);
            }
        }

        ref var staged = ref _staged[file];
        if (sound)
        {
            staged.Complete = true;
            _missing--;
            _done.Add(file, crc);
        }
        else if (++staged.Failures == Attempts)
        {
            throw new SnapshotException($"'{Manifest.Files[file].Name}' has come damaged {Attempts} times");
        }

        return sound;
    }

    private void AskAgain(int file)
    {
        CloseFile();
        ReceivedBytes -= Manifest.Files[file].Size;
        _staged[file].Asked = 0;
        _wanted.AddLast(file);
    }

    private void CloseFile()
    {
        _open?.Dispose();
        (_open, _openFile) = (null, -1);
    }

    private struct StagedFile
    {
        /// <summary>The bytes that were asked for.</summary>
        public long Asked;

        /// <summary>How often it has come damaged.</summary>
        public int Failures;

        /// <summary>It is on disk, durable, with the right checksum.</summary>
        public bool Complete;
    }
}

/// <summary>What to ask the master for.</summary>
/// <param name="File">The file's place in the manifest.</param>
/// <param name="Offset">Where to begin.</param>
/// <param name="Length">How many bytes; the answer has exactly as many.</param>
public readonly record struct SnapshotFetch(int File, long Offset, int Length);
