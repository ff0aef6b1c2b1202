namespace Pika.Actors.Configuration;

public static partial class Directives
{
    /// <summary>What clients read or set as a matter of course, and what cannot be otherwise here.</summary>
    private static Directive[] Compatibility() =>
        [
            new ValueDirective<long>(
                "hll-sparse-max-bytes",
                Kind.Memory(0, long.MaxValue),
                c => c.HllSparseMaxBytes,
                (c, v) => c.HllSparseMaxBytes = v,
                "Bytes beyond which a sparse HyperLogLog becomes a dense one."
            )
            {
                Settable = true,
            },
            new FixedDirective(
                "appendonly",
                "yes",
                "the binlog is the only journal and is always on; choose its durability with appendfsync",
                "Always yes: the binlog is the journal."
            )
            {
                Settable = true,
            },
            new FixedDirective(
                "save",
                "",
                "there are no RDB snapshots: the binlog and RocksDB keep the data",
                "Always empty: there are no RDB snapshots."
            )
            {
                Settable = true,
                SeveralWords = true,
                Repeatable = true,
            },
            new FixedDirective(
                "maxmemory",
                "0",
                "data is kept on disk and is never evicted; bound the memory with block-cache and write-buffer-size",
                "Always 0: nothing is evicted."
            )
            {
                Settable = true,
            },
            new FixedDirective("maxmemory-policy", "noeviction", "data is kept on disk and is never evicted", "Always noeviction.")
            {
                Settable = true,
            },
            new FixedDirective("cluster-enabled", "no", "cluster mode is not available", "Always no."),
            new FixedDirective("cluster-require-full-coverage", "yes", "cluster mode is not available", "Always yes.") { Settable = true },
        ];
}
