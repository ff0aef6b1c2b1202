using System.Runtime.InteropServices;

namespace Pika.Host.Server;

/// <summary>
/// Keeps glibc's allocator, from which RocksDB takes its memory, from holding much more than is in use. Left to itself it has eight arenas
/// per processor, none of which gives back what another could use.
/// </summary>
internal static partial class NativeMemoryTuning
{
    /// <summary>glibc's M_ARENA_MAX; see mallopt(3).</summary>
    private const int ArenaMax = -8;

    /// <summary>glibc's M_MMAP_THRESHOLD: setting it also keeps it from growing with what is freed.</summary>
    private const int MmapThreshold = -3;

    /// <summary>Readers, flush and compaction seldom wait for each other with as many.</summary>
    private const int Arenas = 4;

    /// <summary>Buffers of compactions and memtables are at least as large: they go back to the system at once. Blocks are much smaller.</summary>
    private const int LargeBytes = 256 << 10;

    /// <summary>Sets what can be set, before there are many threads. Does nothing where the C library is another one.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallOpt(ArenaMax, Arenas);
            _ = MallOpt(MmapThreshold, LargeBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no arenas.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
