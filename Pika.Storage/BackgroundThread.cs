using System.Runtime.InteropServices;

namespace Pika.Storage;

/// <summary>Background work that must not delay clients when processors are scarce.</summary>
internal static partial class BackgroundThread
{
    /// <summary>Between a normal thread (0) and one that only runs when nobody else does (19).</summary>
    private const int Niceness = 10;
    private const int OfThread = 0;

    /// <summary>
    /// Lowers the present thread's share of a busy processor. .NET's thread priorities have no effect on Linux, where the niceness of a
    /// thread is its own; elsewhere this does nothing.
    /// </summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, 0, Niceness);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
