using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pika.Storage.Files;

/// <summary>What .NET's file API leaves out: directories as descriptors, and locks that readers can look past. Linux and macOS.</summary>
internal static partial class Libc
{
    private const int OpenReadOnly = 0;
    private const int OpenReadWrite = 2;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;

    /// <summary>O_CLOEXEC: a child process must not inherit a lock.</summary>
    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x0100_0000 : 0x8_0000;

    /// <summary>EWOULDBLOCK.</summary>
    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">The directory cannot be opened or synced.</exception>
    public static void SyncDirectory(string path)
    {
        using var directory = OpenExisting(path, OpenReadOnly);
        if (Fsync(directory) != 0)
        {
            throw Failure("sync the directory", path);
        }
    }

    /// <summary>Opens an existing file for reading and writing, without any lock.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle OpenUnlocked(string path) => OpenExisting(path, OpenReadWrite);

    /// <summary>Takes the whole-file lock; false when another descriptor holds it.</summary>
    /// <exception cref="IOException">The file system cannot lock.</exception>
    public static bool TryLock(SafeFileHandle file, string path)
    {
        if (Flock(file, LockExclusive | LockNonBlocking) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == WouldBlock ? false : throw Failure("lock", path);
    }

    // Without O_CREAT, open takes no variadic argument, so the plain calling convention is right everywhere.
    private static SafeFileHandle OpenExisting(string path, int flags)
    {
        var descriptor = Open(path, flags | CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure("open", path);
    }

    private static IOException Failure(string action, string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"cannot {action} '{path}': {Marshal.GetPInvokeErrorMessage(errno)}", errno);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
