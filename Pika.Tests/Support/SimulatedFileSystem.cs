using Pika.Storage.Files;

namespace Pika.Tests.Support;

/// <summary>
/// A disk in memory on which everything can go wrong on purpose. It keeps two states: what the process sees, and what a power cut leaves.
/// Bytes become durable by <see cref="IAppendFile.Sync"/>, names by <see cref="SyncDirectory"/>; <see cref="Crash"/> decides by its seed
/// how much of the rest survives, as a real disk may: nothing, all, a torn part, or a tail of zeros.
/// </summary>
internal sealed class SimulatedFileSystem : IFileSystem
{
    private readonly Lock _gate = new();
    private readonly Random _random;

    /// <summary>What the process sees: full path to file.</summary>
    private readonly Dictionary<string, SimulatedFile> _names;

    private readonly HashSet<string> _directories;

    /// <summary>Names as a power cut leaves them, before any of <see cref="_pending"/>.</summary>
    private readonly Dictionary<string, SimulatedFile> _durableNames;

    /// <summary>Changes of names that no directory sync has covered, in order. A null file means that the name is gone.</summary>
    private readonly List<(string Path, SimulatedFile? File, int Operation)> _pending = [];

    private int _operations;

    public SimulatedFileSystem(int seed)
        : this(new Random(seed), [], ["/"]) { }

    private SimulatedFileSystem(Random random, Dictionary<string, SimulatedFile> names, HashSet<string> directories)
    {
        _random = random;
        _names = names;
        _durableNames = new Dictionary<string, SimulatedFile>(names);
        _directories = directories;
    }

    /// <summary>Bytes that the volume holds in all; what exceeds it fails with <see cref="DiskFullException"/> after a part was written.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>When true, syncs fail, and what they should have made durable is not.</summary>
    public bool FailSync { get; set; }

    /// <summary>Syncs of files that succeeded.</summary>
    public int Syncs { get; private set; }

    private long Used => _names.Values.Distinct().Sum(file => file.Bytes.Count);

    /// <summary>The disk that a restart after a power cut finds. Whoever still uses this one fails.</summary>
    public SimulatedFileSystem Crash()
    {
        lock (_gate)
        {
            var names = new Dictionary<string, SimulatedFile>(_durableNames);
            var survivors = _random.Next(_operations + 1);
            foreach (var (path, file, _) in _pending.Where(change => change.Operation <= survivors))
            {
                Set(names, path, file);
            }

            Dead = true;
            var after = new SimulatedFileSystem(_random, [], [.. _directories]) { Capacity = Capacity };
            var copies = new Dictionary<SimulatedFile, SimulatedFile>();
            foreach (var (path, file) in names.OrderBy(name => name.Key, StringComparer.Ordinal))
            {
                if (!copies.TryGetValue(file, out var copy))
                {
                    copies[file] = copy = new SimulatedFile(file.AfterPowerCut(_random));
                }

                after._names[path] = after._durableNames[path] = copy;
            }

            return after;
        }
    }

    /// <summary>The bytes of a file as the process sees them.</summary>
    public byte[] this[string path]
    {
        get
        {
            lock (_gate)
            {
                return [.. Find(path).Bytes];
            }
        }
    }

    private bool Dead { get; set; }

    public IAppendFile OpenAppend(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (!_directories.Contains(Parent(path)))
            {
                throw new DirectoryNotFoundException($"could not find a part of the path '{path}'");
            }

            if (!_names.TryGetValue(path, out var file))
            {
                file = new SimulatedFile([]);
                Change([(path, file)]);
            }

            return new Handle(this, path, file);
        }
    }

    public IReadFile OpenRead(string path)
    {
        lock (_gate)
        {
            return new Handle(this, path, Find(path));
        }
    }

    public bool FileExists(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            return _names.ContainsKey(path);
        }
    }

    public IReadOnlyList<string> List(string directory)
    {
        lock (_gate)
        {
            ThrowIfDead();
            var names = _names.Keys.Where(path => Parent(path) == Trim(directory)).Select(path => Path.GetFileName(path)!).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (_gate)
        {
            ThrowIfDead();
            string prefix = Trim(directory) + "/";
            var below = _names.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..]);
            return
            [
                .. below
                    .Where(path => path.Contains('/'))
                    .Select(path => path[..path.IndexOf('/')])
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Directories are durable at once: nothing that we prove depends on theirs being lost.</summary>
    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            for (var directory = Trim(path); _directories.Add(directory); directory = Parent(directory)) { }
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Change([(to, Find(from)), (from, null)]);
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (_names.ContainsKey(path))
            {
                Change([(path, null)]);
            }
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            var inside = Trim(path) + "/";
            Change([
                .. _names
                    .Keys.Where(name => name.StartsWith(inside, StringComparison.Ordinal))
                    .Select(name => (name, (SimulatedFile?)null)),
            ]);
            _directories.RemoveWhere(name => name == Trim(path) || name.StartsWith(inside, StringComparison.Ordinal));
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (FailSync)
            {
                throw new IOException($"cannot sync the directory '{path}': injected");
            }

            // A rename is one operation: when either of its names is made durable, both are.
            var covered = _pending.Where(change => Parent(change.Path) == Trim(path)).Select(change => change.Operation).ToHashSet();
            foreach (var (name, file, _) in _pending.Where(change => covered.Contains(change.Operation)))
            {
                Set(_durableNames, name, file);
            }

            _pending.RemoveAll(change => covered.Contains(change.Operation));
        }
    }

    public long FreeSpace(string path)
    {
        lock (_gate)
        {
            return Math.Max(Capacity - Used, 0);
        }
    }

    private static string Parent(string path) => Path.GetDirectoryName(path) ?? "/";

    private static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    private static void Set(Dictionary<string, SimulatedFile> names, string path, SimulatedFile? file)
    {
        if (file is null)
        {
            names.Remove(path);
        }
        else
        {
            names[path] = file;
        }
    }

    private void Change(IReadOnlyList<(string Path, SimulatedFile? File)> changes)
    {
        _operations++;
        foreach (var (path, file) in changes)
        {
            Set(_names, path, file);
            _pending.Add((path, file, _operations));
        }
    }

    private SimulatedFile Find(string path)
    {
        ThrowIfDead();
        return _names.TryGetValue(path, out var file) ? file : throw new FileNotFoundException($"could not find file '{path}'", path);
    }

    private void ThrowIfDead()
    {
        if (Dead)
        {
            throw new IOException("the machine under this disk has lost its power");
        }
    }

    /// <summary>One open file, for appending or reading.</summary>
    private sealed class Handle(SimulatedFileSystem disk, string path, SimulatedFile file) : IAppendFile, IReadFile
    {
        public long Length
        {
            get
            {
                lock (disk._gate)
                {
                    return file.Bytes.Count;
                }
            }
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                disk.ThrowIfDead();
                var fits = (int)Math.Clamp(disk.Capacity - disk.Used, 0, bytes.Length);
                file.Bytes.AddRange(bytes[..fits]);
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
                disk.ThrowIfDead();
                if (disk.FailSync)
                {
                    throw new IOException($"cannot sync '{path}': injected");
                }

                disk.Syncs++;
                file.Sync();
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                disk.ThrowIfDead();
                file.Bytes.RemoveRange((int)length, file.Bytes.Count - (int)length);
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk._gate)
            {
                disk.ThrowIfDead();
                var count = (int)Math.Clamp(file.Bytes.Count - offset, 0, buffer.Length);
                if (count > 0)
                {
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Bytes).Slice((int)offset, count).CopyTo(buffer);
                }

                return count;
            }
        }

        public void Dispose() { }
    }
}
