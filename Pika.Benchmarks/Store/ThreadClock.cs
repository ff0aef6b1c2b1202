using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pika.Benchmarks.Store;

/// <summary>The processor time of the calling thread, which other work on the machine disturbs less than the wall clock.</summary>
internal static partial class ThreadClock
{
    private const int LinuxThreadCpuTime = 3;

    /// <summary>Nanoseconds; elapsed time where the thread's clock is not known.</summary>
    public static long Now()
    {
        if (OperatingSystem.IsLinux() && ClockGetTime(LinuxThreadCpuTime, out var time) == 0)
        {
            return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
        }

        return (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
