using Pika.Storage.Files;

namespace Pika.Tests.Storage.Binlog;

/// <summary>Files in memory, with a disk that can fill up in the middle of a write and can fail its syncs.</summary>
internal sealed class MemoryFileSystem : IFileSystem
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);

    /// <summary>Bytes that may still be written; beyond them, what fits is written and then the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool SyncFails
    {
        set => SyncFailing = _ => value;
    }

    /// <summary>Which files cannot be synced.</summary>
    public Func<string, bool> SyncFailing { get; set; } = static _ => false;

    /// <summary>Called with the path before a file is synced; a disk that is slow does not return.</summary>
    public Action<string> Syncing { get; set; } = static _ => { };

    public bool TruncateFails { get; set; }

    public int Syncs { get; private set; }

    public int Appends { get; private set; }

    public byte[] this[string path]
    {
        get
        {
            lock (_gate)
            {
                return [.. Find(path).Bytes];
            }
        }
        set
        {
            lock (_gate)
            {
                _files[path] = new MemoryFile(this, path) { Bytes = [.. value] };
            }
        }
    }

    public MemoryFileSystem Copy()
    {
        var copy = new MemoryFileSystem();
        lock (_gate)
        {
            foreach (var (path, file) in _files)
            {
                copy[path] = [.. file.Bytes];
            }
        }
        return copy;
    }

    /// <summary>
    /// What a power cut leaves: names whose directory was not synced are gone; of bytes that were not synced, a part is there, the rest is
    /// missing or zero, as <paramref name="random"/> decides.
    /// </summary>
    public MemoryFileSystem AfterPowerCut(Random random)
    {
        var left = new MemoryFileSystem();
        lock (_gate)
        {
            foreach (var (path, file) in _files.Where(f => f.Value.NameSynced))
            {
                var kept = random.Next(file.SyncedBytes, file.Bytes.Count + 1);
                var zeros = random.Next(0, file.Bytes.Count - kept + 1);
                left[path] = [.. file.Bytes.Take(kept), .. new byte[zeros]];
            }
        }
        return left;
    }

    public Dictionary<string, string> Contents()
    {
        lock (_gate)
        {
            return _files.ToDictionary(f => f.Key, f => Convert.ToHexString([.. f.Value.Bytes]));
        }
    }

    public IAppendFile OpenAppend(string path)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(path, out var file))
            {
                _files[path] = file = new MemoryFile(this, path);
            }
            return file;
        }
    }

    public IReadFile OpenRead(string path) => Find(path);

    public bool FileExists(string path)
    {
        lock (_gate)
        {
            return _files.ContainsKey(path);
        }
    }

    public bool DirectoryExists(string path)
    {
        lock (_gate)
        {
            return _files.Keys.Any(p => p.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));
        }
    }

    public IReadOnlyList<string> List(string directory)
    {
        lock (_gate)
        {
            return [.. _files.Keys.Where(p => Path.GetDirectoryName(p) == directory).Select(p => Path.GetFileName(p)!)];
        }
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (_gate)
        {
            string prefix = directory.TrimEnd('/') + "/";
            var names = _files.Keys.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p[prefix.Length..]);
            return [.. names.Where(p => p.Contains('/')).Select(p => p[..p.IndexOf('/')]).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    public void CreateDirectory(string path) { }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            _files[to] = Find(from);
            _files.Remove(from);
        }
    }

    public void RenameDirectory(string from, string to)
    {
        lock (_gate)
        {
            foreach (string path in _files.Keys.Where(p => p.StartsWith(from.TrimEnd('/') + "/", StringComparison.Ordinal)).ToArray())
            {
                Rename(path, to.TrimEnd('/') + path[from.TrimEnd('/').Length..]);
            }
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            _files.Remove(path);
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            foreach (string file in _files.Keys.Where(p => p.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)).ToArray())
            {
                _files.Remove(file);
            }
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            foreach (var file in _files.Values)
            {
                file.NameSynced = true;
            }
        }
    }

    public long FreeSpace(string path) => Room;

    private MemoryFile Find(string path)
    {
        lock (_gate)
        {
            return _files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException(path);
        }
    }

    private sealed class MemoryFile(MemoryFileSystem disk, string path) : IAppendFile, IReadFile
    {
        public List<byte> Bytes { get; init; } = [];

        public int SyncedBytes { get; private set; }

        public bool NameSynced { get; set; }

        public long Length
        {
            get
            {
                lock (disk._gate)
                {
                    return Bytes.Count;
                }
            }
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                disk.Appends++;
                var fits = (int)Math.Min(bytes.Length, disk.Room);
                Bytes.AddRange(bytes[..fits]);
                disk.Room -= fits;
                if (fits < bytes.Length)
                {
                    throw new DiskFullException(path);
                }
            }
        }

        public void Sync()
        {
            lock (disk._gate)
            {
                disk.Syncs++;
            }
            disk.Syncing(path);
            if (disk.SyncFailing(path))
            {
                throw new IOException($"the disk under '{path}' is broken");
            }
            lock (disk._gate)
            {
                SyncedBytes = Bytes.Count;
            }
        }

        public void Truncate(long length)
        {
            if (disk.TruncateFails)
            {
                throw new IOException($"'{path}' cannot be cut");
            }
            lock (disk._gate)
            {
                disk.Room += disk.Room == long.MaxValue ? 0 : Bytes.Count - length;
                Bytes.RemoveRange((int)length, Bytes.Count - (int)length);
                SyncedBytes = Math.Min(SyncedBytes, Bytes.Count);
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk._gate)
            {
                var count = (int)Math.Clamp(Bytes.Count - offset, 0, buffer.Length);
                System
                    .Runtime.InteropServices.CollectionsMarshal.AsSpan(Bytes)
                    .Slice((int)Math.Min(offset, Bytes.Count), count)
                    .CopyTo(buffer);
                return count;
            }
        }

        public void Dispose() { }
    }
}
