namespace Pika.Host.Server;

/// <summary>The data directory, held for this process alone until it is disposed; the kernel lets go of it when the process dies.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockName = "pika.lock";
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (FullPath, _lock) = (path, held);

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    /// <summary>Makes the directory if it is missing, and takes it. <see cref="StartException"/> if it cannot be used or another process has it.</summary>
    public static DataDirectory Take(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (File.Exists(path))
        {
            throw new StartException($"cannot use the data directory '{path}': it is a file");
        }

        try
        {
            Directory.CreateDirectory(path);
            _ = Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot use the data directory '{path}': {failure.Message}", failure);
        }

        try
        {
            return new DataDirectory(
                path,
                new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StartException($"cannot write to the data directory '{path}': {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new StartException($"the data directory '{path}' is in use by another process", failure);
        }
    }

    public void Dispose() => _lock.Dispose();
}
