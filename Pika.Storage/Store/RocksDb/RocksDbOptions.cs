namespace Pika.Storage.Store.RocksDb;

/// <summary>What an operator may choose about the store. Everything else is in <see cref="RocksDbTuning"/>, with its reason.</summary>
public sealed record RocksDbOptions
{
    /// <summary>
    /// Bytes of memory that the store may use in all: half of it caches blocks of files (with their indexes and filters), a quarter holds
    /// rows that are not in files yet, a quarter those that are on their way there. Iterators and open tables come on top, in small amounts.
    /// </summary>
    public long MemoryBudget { get; init; } = 1L << 30;

    /// <summary>
    /// The size in bytes at which the memtable of the key rows is written to a file; 0 chooses 256 MiB, or an eighth of the budget if that is less.
    /// </summary>
    public long WriteBufferSize { get; init; }

    /// <summary>Threads for flushes and compactions together; 0 chooses half of the processors, between 2 and 8.</summary>
    public int MaxBackgroundJobs { get; init; }

    /// <summary>Files that may be open at a time; -1 keeps all open, which is the fastest.</summary>
    public int MaxOpenFiles { get; init; } = 4096;

    /// <summary>How levels below the second are compressed: none, lz4, zstd or snappy.</summary>
    public string Compression { get; init; } = "lz4";

    /// <summary>
    /// More options in RocksDB's own notation, <c>name=value;name=value</c>, applied to the database and every family after ours. Those
    /// that the log depends on (atomic_flush) are set again afterwards.
    /// </summary>
    public string Extra { get; init; } = "";
}
