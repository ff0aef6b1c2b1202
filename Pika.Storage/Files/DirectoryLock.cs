using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pika.Storage.Files;

/// <summary>
/// Keeps a second process off a data directory: a lock on a file in it, which the operating system drops when the holder ends, however
/// it ends. The file tells the holder's process id.
/// </summary>
public sealed class DirectoryLock : IDisposable
{
    /// <summary>The name of the lock file. It stays behind; only the lock on it counts.</summary>
    public const string FileName = "pika.lock";

    private readonly SafeFileHandle _file;

    private DirectoryLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock of a directory, which is created if it is missing.</summary>
    /// <exception cref="DirectoryLockedException">Another holder has it; the message names its process id.</exception>
    /// <exception cref="IOException">The directory or the file system does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or the file system does not allow it.</exception>
    public static DirectoryLock Acquire(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        CreateIfMissing(path);
        var file = Libc.OpenUnlocked(path);
        try
        {
            if (!Libc.TryLock(file, path))
            {
                throw new DirectoryLockedException(directory, ReadHolder(file));
            }

            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
            return new DirectoryLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose() => _file.Dispose();

    private static void CreateIfMissing(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker; who gets the lock is decided below.
        }
    }

    private static int? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var read = RandomAccess.Read(file, text, 0);
        return int.TryParse(text[..read].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }
}

/// <summary>A data directory is in use.</summary>
public sealed class DirectoryLockedException : IOException
{
    /// <summary>The directory is held by process <paramref name="holder"/>, or by one that is not known.</summary>
    public DirectoryLockedException(string directory, int? holder)
        : base(
            $"the data directory '{directory}' is in use by {(holder is { } pid ? $"process {pid}" : "another process")}; "
                + "stop that one, or choose another directory"
        ) => Holder = holder;

    /// <summary>The process id of the holder, if it is known.</summary>
    public int? Holder { get; }
}
