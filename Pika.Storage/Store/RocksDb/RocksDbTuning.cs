using System.Globalization;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// The native options of the database and its families. RocksDB's textual notation says most of it; docs/formats/store.md explains the choices.
/// </summary>
internal static class RocksDbTuning
{
    private const long Kib = 1L << 10;
    private const long Mib = 1L << 20;

    /// <summary>RocksDB's number for an index in parts of <c>metadata_block_size</c>, 4 KiB, with an index of the parts above.</summary>
    private const int TwoLevelIndex = 2;

    /// <summary>The first version whose own log takes lines again after a failed write.</summary>
    private static readonly Version LogOutlivesFullDisk = new(8, 2);

    /// <summary>The share of <see cref="RocksDbOptions.MemoryBudget"/> for blocks of files; the rest is for memtables, half of it for those that are being written out.</summary>
    public static long BlockCacheBytes(RocksDbOptions options) => Math.Max(options.MemoryBudget / 2, 8 * Mib);

    /// <summary>Builds the options of one family, database-wide ones included. The caller destroys them.</summary>
    /// <exception cref="StoreException">An option is unknown or has an impossible value.</exception>
    public static nint Create(RocksDbOptions options, Family family, nint cache)
    {
        var plain = RocksDbNative.CreateOptions();
        var result = RocksDbNative.CreateOptions();
        try
        {
            SetTable(plain, family, cache);
            // RocksDB takes no empty setting, so an empty Extra must not leave two separators.
            string[] parts = [Database(options), FamilyText(options, family), options.Extra.Trim(' ', ';'), Invariants];
            var text = string.Join(';', parts.Where(part => part.Length > 0));
            RocksDbNative.OptionsFromString(plain, text, result, out var error);
            RocksDbError.ThrowIfAny(error);
            return result;
        }
        catch
        {
            RocksDbNative.DestroyOptions(result);
            throw;
        }
        finally
        {
            RocksDbNative.DestroyOptions(plain);
        }
    }

    /// <summary>
    /// What correctness depends on: the applied row and the data it speaks of reach the disk together, and closing does not write, so that
    /// what a restart finds is decided by Flush alone.
    /// </summary>
    private const string Invariants =
        "atomic_flush=true;avoid_flush_during_shutdown=true;create_if_missing=true;create_missing_column_families=true";

    /// <summary>
    /// What RocksDB tells in its own log, the file LOG: warnings, and nothing at all before 8.2. There a log that could not be written once must not be written again. Assertions, which Debian
    /// leaves in, end the process when it is, and on a full disk every failed flush writes to it. Headers are above any level, but only the log that rolls (max_log_file_size) writes them so.
    /// </summary>
    /// <param name="library">The version of the library; null where it is not known.</param>
    internal static string OwnLog(Version? library) =>
        library >= LogOutlivesFullDisk
            ? $"info_log_level=WARN_LEVEL;{Set("max_log_file_size", 8 * Mib)}"
            : "info_log_level=HEADER_LEVEL;max_log_file_size=0";

    private static string Database(RocksDbOptions options)
    {
        var jobs = options.MaxBackgroundJobs > 0 ? options.MaxBackgroundJobs : Math.Clamp(Environment.ProcessorCount / 2, 2, 8);
        return string.Join(
            ';',
            // One writer at a time: the plain skip list insert is cheaper than the lock-free one, and nobody waits in the write queue.
            "allow_concurrent_memtable_write=false",
            "enable_write_thread_adaptive_yield=false",
            // As much again may be on its way to files.
            Set("db_write_buffer_size", Math.Max(options.MemoryBudget / 4, 2 * Mib)),
            Set("max_background_jobs", jobs),
            Set("max_open_files", options.MaxOpenFiles),
            // Writes reach the disk in steady portions instead of one burst at the end of each file.
            Set("bytes_per_sync", Mib),
            "paranoid_checks=true",
            OwnLog(RocksDbLibrary.VersionOf(RocksDbLibrary.Path)),
            "keep_log_file_num=4",
            "stats_dump_period_sec=0",
            "stats_persist_period_sec=0"
        );
    }

    private static string FamilyText(RocksDbOptions options, Family family)
    {
        var meta = options.WriteBufferSize > 0 ? options.WriteBufferSize : Math.Min(256 * Mib, options.MemoryBudget / 8);
        var levelBase = options.WriteBufferSize > 0 ? options.WriteBufferSize : Math.Min(256 * Mib, options.MemoryBudget / 4);
        // Filters and arenas are sized from this; System and Expire rows are few or short-lived, and never fill theirs.
        var buffer = Math.Max(family is Family.System or Family.Expire ? meta / 4 : meta, 64 * Kib);
        var compression = $"k{Compression(options.Compression)}";
        return string.Join(
            ';',
            Set("write_buffer_size", buffer),
            "max_write_buffer_number=2",
            // A filter over the memtable's keys answers most reads of absent rows without walking its skip list. The rows of Score and Expire
            // are walked, not looked up.
            family is Family.Meta or Family.Data
                ? "memtable_prefix_bloom_size_ratio=0.02"
                : "memtable_prefix_bloom_size_ratio=0",
            "memtable_whole_key_filtering=true",
            // Drains of the hot rows arrive here as whole files, which overlap: more of them at a time are merged with less work.
            "level0_file_num_compaction_trigger=8",
            "level0_slowdown_writes_trigger=30",
            "level0_stop_writes_trigger=50",
            Set("target_file_size_base", 64 * Mib),
            Set("max_bytes_for_level_base", Math.Max(2 * levelBase, 64 * Mib)),
            "level_compaction_dynamic_level_bytes=true",
            $"compression={compression}",
            $"compression_per_level=kNoCompression:kNoCompression:{compression}"
        );
    }

    private static string Compression(string name) =>
        name switch
        {
            "none" => "NoCompression",
            "lz4" => "LZ4Compression",
            "zstd" => "ZSTD",
            "snappy" => "SnappyCompression",
            _ => throw new StoreException(StoreError.Other, $"unknown compression '{name}': none, lz4, zstd or snappy"),
        };

    private static void SetTable(nint options, Family family, nint cache)
    {
        var table = RocksDbNative.CreateTableOptions();
        try
        {
            RocksDbNative.SetBlockCache(table, cache);
            RocksDbNative.SetBlockSize(table, (nuint)(4 * Kib));
            // Indexes and filters count against the budget, and stay in the cache before data does.
            RocksDbNative.SetCacheIndexAndFilter(table, 1);
            RocksDbNative.SetCacheIndexAndFilterHighPriority(table, 1);
            RocksDbNative.SetPinL0(table, 1);
            // In parts: the whole index or filter of a file of small rows takes megabytes, as much as the part of the cache that it falls into, so that it would
            // not stay there, and every look-up would read all of it again.
            RocksDbNative.SetIndexType(table, TwoLevelIndex);
            RocksDbNative.SetPartitionFilters(table, 1);
            // The oldest format that has the present bloom filter and short index keys; every library from 6.6 on reads it.
            RocksDbNative.SetFormatVersion(table, 5);
            if (family is not Family.Expire)
            {
                // Point reads of absent keys are answered without a block. Rows of Expire are only walked.
                // A false positive costs a block, perhaps from disk, and each top-level file has its own chance of one. Top-level files, which
                // live shortly, get Bloom filters of 20 bits a key; in the others a Ribbon filter is as sharp with 14.
                RocksDbNative.SetFilterPolicy(table, RocksDbNative.CreateRibbon(20, bloomBeforeLevel: 1));
            }

            RocksDbNative.SetTable(options, table);
        }
        finally
        {
            RocksDbNative.DestroyTableOptions(table);
        }
    }

    private static string Set(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");
}
