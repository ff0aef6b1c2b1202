namespace Pika.Storage.Files;

/// <summary>
/// The seam to the disk. What is appended survives a crash of the process at once, and a crash of the machine only after
/// <see cref="IAppendFile.Sync"/>; a created, renamed or deleted name only after <see cref="SyncDirectory"/>. Failures are
/// <see cref="IOException"/> (a full disk: <see cref="DiskFullException"/>) or <see cref="UnauthorizedAccessException"/>, and name the path.
/// </summary>
public interface IFileSystem
{
    /// <summary>Opens a file for appending at its end, creating it if it is missing.</summary>
    IAppendFile OpenAppend(string path);

    /// <summary>Opens an existing file for reading at any offset, also while it is appended to.</summary>
    IReadFile OpenRead(string path);

    /// <summary>Whether the file exists.</summary>
    bool FileExists(string path);

    /// <summary>Whether the directory exists.</summary>
    bool DirectoryExists(string path);

    /// <summary>The names (without the directory) of the files in a directory, sorted by ordinal; empty if the directory is missing.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>The names of the directories in a directory, sorted by ordinal; empty if the directory is missing.</summary>
    IReadOnlyList<string> ListDirectories(string directory);

    /// <summary>Creates the directory and its parents.</summary>
    void CreateDirectory(string path);

    /// <summary>Renames a file, replacing the target atomically.</summary>
    void Rename(string from, string to);

    /// <summary>
    /// Moves a directory with all in it, atomically, on the same volume; the target must not exist. Durable after <see cref="SyncDirectory"/> of
    /// both parents.
    /// </summary>
    void RenameDirectory(string from, string to);

    /// <summary>Deletes a file; a missing one is no error.</summary>
    void Delete(string path);

    /// <summary>Deletes a directory and all in it; a missing one is no error.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes created, renamed and deleted names in the directory durable.</summary>
    void SyncDirectory(string path);

    /// <summary>Free bytes on the volume of the path.</summary>
    long FreeSpace(string path);
}

/// <summary>A file that grows at its end. One writer; <see cref="Sync"/> may run on another thread beside <see cref="Append"/>.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>The file's present length in bytes.</summary>
    long Length { get; }

    /// <summary>Appends all the bytes. If that fails, the file may hold a part of them: <see cref="Truncate"/> to repair.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Makes all appended bytes durable (fdatasync). Blocks.</summary>
    void Sync();

    /// <summary>Cuts the file to <paramref name="length"/> bytes.</summary>
    void Truncate(long length);
}

/// <summary>A file that is read at offsets; safe for several threads.</summary>
public interface IReadFile : IDisposable
{
    /// <summary>The file's present length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to the buffer's size from <paramref name="offset"/>; returns the count, 0 at the end.</summary>
    int Read(long offset, Span<byte> buffer);
}

/// <summary>The volume has no space left; writing may work again later.</summary>
public sealed class DiskFullException : IOException
{
    /// <summary>A full volume met while writing <paramref name="path"/>.</summary>
    public DiskFullException(string path, Exception? inner = null)
        : base($"no space left on device while writing '{path}'", inner) { }
}
