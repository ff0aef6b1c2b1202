namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Storage() =>
        [
            new ValueDirective<long>(
                "memory-budget",
                Kind.Memory(32L << 20, long.MaxValue),
                c => c.MemoryBudget,
                (c, v) => c.MemoryBudget = v,
                "Memory for the store: half of it holds rows in use, a quarter caches blocks of files, a quarter is for memtables."
            ),
            new ValueDirective<long>(
                "write-buffer-size",
                Kind.Memory(0, 16L << 30),
                c => c.WriteBufferSize,
                (c, v) => c.WriteBufferSize = v,
                "Size at which the memtable of the key rows is written to a file; 0 is 256mb, or a 16th of the memory budget if that is less."
            ),
            new ValueDirective<int>(
                "max-background-jobs",
                Kind.Integer(0, 64),
                c => c.MaxBackgroundJobs,
                (c, v) => c.MaxBackgroundJobs = v,
                "Threads for flushes and compactions together; 0 is half of the processors, between 2 and 8."
            ),
            new ValueDirective<int>(
                "max-open-files",
                Kind.Integer(-1, int.MaxValue),
                c => c.MaxOpenFiles,
                (c, v) => c.MaxOpenFiles = v,
                "The most files that RocksDB keeps open; -1 is all of them."
            )
            {
                Aliases = ["max-cache-files"],
            },
            new ValueDirective<BlockCompression>(
                "compression",
                Kind.Choice(
                    ("none", BlockCompression.None),
                    ("snappy", BlockCompression.Snappy),
                    ("lz4", BlockCompression.Lz4),
                    ("zstd", BlockCompression.Zstd)
                ),
                c => c.Compression,
                (c, v) => c.Compression = v,
                "How RocksDB compresses its blocks: none, snappy, lz4 or zstd."
            ),
            new ValueDirective<string>(
                "dump-path",
                Kind.Text,
                c => c.DumpPath,
                (c, v) => c.DumpPath = v,
                "Directory of the dumps that BGSAVE makes; empty is 'dump' in the data directory. It has to be on the same volume."
            ),
            new ValueDirective<string>(
                "dump-prefix",
                Kind.Text,
                c => c.DumpPrefix,
                (c, v) => c.DumpPrefix = v,
                "What the names of dumps begin with; the day follows."
            ),
            new ValueDirective<string>(
                "rocksdb-options",
                Kind.Text,
                c => c.RocksDbOptions,
                (c, v) => c.RocksDbOptions = v,
                "More options in RocksDB's own notation, 'name=value;name=value', for the database and every family."
            ),
        ];
}
