using Pika.Storage.Files;

namespace Pika.Host.Server;

/// <summary>The data directory, taken for this process alone.</summary>
internal static class DataDirectory
{
    /// <summary>
    /// Makes the directory if it is missing, and takes it until the lock is disposed or the process dies. <see cref="StartException"/> if it
    /// cannot be used, or another process has it.
    /// </summary>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (File.Exists(path))
        {
            throw new StartException($"cannot use the data directory '{path}': it is a file");
        }

        try
        {
            var held = DirectoryLock.Acquire(path);
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return held;
        }
        catch (DirectoryLockedException failure)
        {
            throw new StartException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot use the data directory '{path}': {failure.Message}", failure);
        }
    }
}
