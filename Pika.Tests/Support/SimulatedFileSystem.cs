using Pika.Storage.Files;
using static Pika.Tests.Support.SimulatedNames;

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

    /// <summary>What the process sees.</summary>
    private readonly SimulatedNames _names;

    /// <summary>Names as a power cut leaves them, before any of <see cref="_pending"/>.</summary>
    private readonly SimulatedNames _durable;

    /// <summary>Changes of names that no directory sync has covered, in order.</summary>
    private readonly List<Change> _pending = [];

    private int _operations;
    private int _stepsLeft = int.MaxValue;

    /// <summary>Is told when the power has failed by itself.</summary>
    public event Action Died = () => { };

    public SimulatedFileSystem(int seed)
        : this(new Random(seed), new SimulatedNames()) { }

    private SimulatedFileSystem(Random random, SimulatedNames names)
        : this(random, names, names.Copy()) { }

    private SimulatedFileSystem(Random random, SimulatedNames names, SimulatedNames durable) =>
        (_random, _names, _durable) = (random, names, durable);

    /// <summary>Bytes that the volume holds in all; what exceeds it fails with <see cref="DiskFullException"/> after a part was written.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>The share of syncs that fail; what they should have made durable is not, and the next process may not even find it.</summary>
    public double SyncFailures { get; set; }

    /// <summary>Syncs of files that succeeded.</summary>
    public int Syncs { get; internal set; }

    internal Lock Gate => _gate;

    internal bool NextSyncFails() => SyncFailures > 0 && _random.NextDouble() < SyncFailures;

    internal long Used => _names.Files.Values.Distinct().Sum(file => file.Bytes.Count);

    /// <summary>The disk that a restart after a power cut finds. Whoever still uses this one fails.</summary>
    public SimulatedFileSystem Crash()
    {
        lock (_gate)
        {
            var names = _durable.Copy();
            var survivors = _random.Next(_operations + 1);
            foreach (var change in _pending.Where(change => change.Operation <= survivors))
            {
                change.Do(names);
            }

            Dead = true;
            names.CutPower(_random);
            return new SimulatedFileSystem(_random, names) { Capacity = Capacity, SyncFailures = SyncFailures };
        }
    }

    /// <summary>
    /// The disk that the next process finds when this one was killed: all is as it was, but for what a sync has failed to write. Whoever still uses this one fails.
    /// </summary>
    public SimulatedFileSystem Restart()
    {
        lock (_gate)
        {
            Dead = true;
            _names.EndProcess(_random);
            var next = new SimulatedFileSystem(_random, _names, _durable)
            {
                Capacity = Capacity,
                SyncFailures = SyncFailures,
                _operations = _operations,
            };
            next._pending.AddRange(_pending);
            return next;
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

    internal bool Dead { get; private set; }

    /// <summary>A bit of a file rots on the disk.</summary>
    public void Flip(string path, int at, int bit)
    {
        lock (_gate)
            Find(path).Flip(at, bit);
    }

    /// <summary>The power fails in place of the change (of bytes or names) or sync after so many more. <see cref="Crash"/> shows what is left.</summary>
    public void CutPowerAfter(int steps)
    {
        lock (_gate)
        {
            _stepsLeft = steps;
        }
    }

    public IAppendFile OpenAppend(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (!_names.Directories.Contains(Parent(path)))
            {
                throw new DirectoryNotFoundException($"could not find a part of the path '{path}'");
            }

            if (!_names.Files.TryGetValue(path, out var file))
            {
                var created = file = new SimulatedFile([]);
                Make([Parent(path)], names => names.Files[path] = created);
            }

            return new SimulatedOpenFile(this, path, file);
        }
    }

    public IReadFile OpenRead(string path)
    {
        lock (_gate)
        {
            return new SimulatedOpenFile(this, path, Find(path));
        }
    }

    public bool FileExists(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            return _names.Files.ContainsKey(path);
        }
    }

    public IReadOnlyList<string> List(string directory)
    {
        lock (_gate)
        {
            ThrowIfDead();
            var names = _names.Files.Keys.Where(path => Parent(path) == Trim(directory)).Select(path => Path.GetFileName(path)!).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (_gate)
        {
            ThrowIfDead();
            return
            [
                .. _names
                    .Directories.Where(path => path != "/" && Parent(path) == Trim(directory))
                    .Select(path => Path.GetFileName(path)!)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    public bool DirectoryExists(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            return _names.Directories.Contains(Trim(path));
        }
    }

    /// <summary>New directories are durable at once: nothing that we prove depends on theirs being lost.</summary>
    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            Step();
            _names.AddDirectory(path);
            _durable.AddDirectory(path);
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            var file = Find(from);
            Make(
                [Parent(from), Parent(to)],
                names =>
                {
                    names.Files.Remove(from);
                    names.Files[to] = file;
                }
            );
        }
    }

    public void RenameDirectory(string from, string to)
    {
        lock (_gate)
        {
            ThrowIfDead();
            var (source, target) = (Trim(from), Trim(to));
            if (!_names.Directories.Contains(source) || !_names.Directories.Contains(Parent(target)))
            {
                throw new DirectoryNotFoundException($"could not find a part of the path '{source}' or '{target}'");
            }

            if (_names.Directories.Contains(target) || _names.Files.ContainsKey(target))
            {
                throw new IOException($"'{target}' exists");
            }

            Make([Parent(source), Parent(target)], names => names.MoveDirectory(source, target));
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            if (_names.Files.ContainsKey(path))
            {
                Make([Parent(path)], names => names.Files.Remove(path));
            }
        }
    }

    /// <summary>File by file, as a real disk does it: a power cut in the middle leaves a part.</summary>
    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            ThrowIfDead();
            foreach (var name in _names.Files.Keys.Where(name => IsInside(name, Trim(path))).Order(StringComparer.Ordinal).ToArray())
            {
                Delete(name);
            }

            foreach (
                var name in _names.Directories.Where(name => name == Trim(path) || IsInside(name, Trim(path))).OrderDescending().ToArray()
            )
            {
                Make([Parent(name)], names => names.RemoveDirectory(name));
            }
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            Step();
            if (!_names.Directories.Contains(Trim(path)))
            {
                throw new DirectoryNotFoundException($"could not find the directory '{path}'");
            }

            if (NextSyncFails())
            {
                throw new IOException($"cannot sync the directory '{path}': injected");
            }

            // A rename is one operation: when either of its names is made durable, both are.
            foreach (var change in _pending.Where(change => change.Parents.Contains(Trim(path))))
            {
                change.Do(_durable);
            }

            // What was done inside a directory that is durably gone, or moved, is lost with the old name.
            _pending.RemoveAll(change =>
                change.Parents.Contains(Trim(path)) || !change.Parents.Any(parent => _durable.Directories.Contains(parent))
            );
        }
    }

    public long FreeSpace(string path)
    {
        lock (_gate)
        {
            return Math.Max(Capacity - Used, 0);
        }
    }

    private void Make(string[] parents, Action<SimulatedNames> change)
    {
        Step();
        _operations++;
        change(_names);
        _pending.Add(new Change(parents, change, _operations));
    }

    /// <summary>Counts a step, which fails when the power is gone.</summary>
    internal void Step()
    {
        ThrowIfDead();
        if (_stepsLeft-- <= 0)
        {
            Dead = true;
            Died();
            ThrowIfDead();
        }
    }

    private SimulatedFile Find(string path)
    {
        ThrowIfDead();
        return _names.Files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException($"could not find file '{path}'", path);
    }

    internal void ThrowIfDead()
    {
        if (Dead)
        {
            throw new IOException("the machine under this disk has lost its power");
        }
    }

    /// <summary>A change of names.</summary>
    /// <param name="Parents">The directories of which any, when synced, makes it durable.</param>
    private sealed record Change(string[] Parents, Action<SimulatedNames> Do, int Operation);
}
