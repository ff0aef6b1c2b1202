using Pika.Storage.Files;

namespace Pika.Tests.Support;

/// <summary>A disk on which a test decides how long a sync of a file takes, and whether deleting works.</summary>
internal sealed class GatedFileSystem(IFileSystem below) : IFileSystem
{
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private int _waiting;
    private int _syncs;

    /// <summary>Syncs that wait at the gate.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Syncs that have passed the gate.</summary>
    public int Syncs => Volatile.Read(ref _syncs);

    /// <summary>When true, deleting fails.</summary>
    public bool FailDelete { get; set; }

    /// <summary>From here on syncs wait, until the result is disposed or <see cref="LetSyncsGo"/> is called.</summary>
    public IDisposable HoldSyncs()
    {
        _gate.Reset();
        return new Hold(this);
    }

    /// <summary>Lets the syncs go that wait, and all that follow.</summary>
    public void LetSyncsGo() => _gate.Set();

    public IAppendFile OpenAppend(string path) => new GatedFile(this, below.OpenAppend(path));

    public IReadFile OpenRead(string path) => below.OpenRead(path);

    public bool FileExists(string path) => below.FileExists(path);

    public bool DirectoryExists(string path) => below.DirectoryExists(path);

    public IReadOnlyList<string> List(string directory) => below.List(directory);

    public IReadOnlyList<string> ListDirectories(string directory) => below.ListDirectories(directory);

    public void CreateDirectory(string path) => below.CreateDirectory(path);

    public void Rename(string from, string to) => below.Rename(from, to);

    public void RenameDirectory(string from, string to) => below.RenameDirectory(from, to);

    public void Delete(string path)
    {
        if (FailDelete)
            throw new IOException($"cannot delete '{path}': injected");
        below.Delete(path);
    }

    public void DeleteDirectory(string path) => below.DeleteDirectory(path);

    public void SyncDirectory(string path) => below.SyncDirectory(path);

    public long FreeSpace(string path) => below.FreeSpace(path);

    private sealed class Hold(GatedFileSystem disk) : IDisposable
    {
        public void Dispose() => disk.LetSyncsGo();
    }

    private sealed class GatedFile(GatedFileSystem disk, IAppendFile file) : IAppendFile
    {
        public long Length => file.Length;

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Sync()
        {
            Interlocked.Increment(ref disk._waiting);
            disk._gate.Wait();
            Interlocked.Decrement(ref disk._waiting);
            file.Sync();
            Interlocked.Increment(ref disk._syncs);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
