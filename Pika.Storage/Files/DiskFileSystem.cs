namespace Pika.Storage.Files;

/// <summary>The real disk.</summary>
public sealed class DiskFileSystem : IFileSystem
{
    /// <summary>The one instance: it has no state.</summary>
    public static DiskFileSystem Instance { get; } = new();

    private DiskFileSystem() { }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path) => DiskFull.Translate(path, static path => new DiskAppendFile(path));

    /// <inheritdoc/>
    public IReadFile OpenRead(string path) => new DiskReadFile(path);

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory) => Names(directory, Directory.GetFiles);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListDirectories(string directory) => Names(directory, Directory.GetDirectories);

    /// <inheritdoc/>
    public void CreateDirectory(string path) => DiskFull.Translate(path, static path => Directory.CreateDirectory(path));

    /// <inheritdoc/>
    public void Rename(string from, string to) =>
        DiskFull.Translate(
            to,
            to =>
            {
                File.Move(from, to, overwrite: true);
                return true;
            }
        );

    /// <inheritdoc/>
    public void RenameDirectory(string from, string to) =>
        DiskFull.Translate(
            to,
            to =>
            {
                Directory.Move(from, to);
                return true;
            }
        );

    /// <inheritdoc/>
    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The file is missing, as it should be.
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The directory is missing, as it should be.
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path) => Libc.SyncDirectory(path);

    /// <inheritdoc/>
    public long FreeSpace(string path)
    {
        var existing = Path.GetFullPath(path);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return new DriveInfo(existing).AvailableFreeSpace;
    }

    private static string[] Names(string directory, Func<string, string[]> list)
    {
        try
        {
            var names = list(directory).Select(path => Path.GetFileName(path)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
