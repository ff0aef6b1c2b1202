namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Storage() =>
        [
            new ValueDirective<long>(
                "block-cache",
                Kind.Memory(1L << 20, long.MaxValue),
                c => c.BlockCache,
                (c, v) => c.BlockCache = v,
                "Memory for RocksDB's uncompressed blocks, shared by all column families."
            ),
            new ValueDirective<long>(
                "write-buffer-size",
                Kind.Memory(1L << 20, 16L << 30),
                c => c.WriteBufferSize,
                (c, v) => c.WriteBufferSize = v,
                "Size at which a column family's memtable is closed and flushed."
            ),
            new ValueDirective<int>(
                "max-write-buffer-num",
                Kind.Integer(2, 64),
                c => c.MaxWriteBufferNum,
                (c, v) => c.MaxWriteBufferNum = v,
                "The most memtables of a column family, open and waiting for their flush."
            )
            {
                Aliases = ["max-write-buffer-number"],
            },
            new ValueDirective<int>(
                "max-background-jobs",
                Kind.Integer(1, 64),
                c => c.MaxBackgroundJobs,
                (c, v) => c.MaxBackgroundJobs = v,
                "The most flushes and compactions at a time."
            ),
            new ValueDirective<BlockCompression>(
                "compression",
                Kind.Choice(
                    ("none", BlockCompression.None),
                    ("snappy", BlockCompression.Snappy),
                    ("zlib", BlockCompression.Zlib),
                    ("lz4", BlockCompression.Lz4),
                    ("zstd", BlockCompression.Zstd)
                ),
                c => c.Compression,
                (c, v) => c.Compression = v,
                "How RocksDB compresses its blocks: none, snappy, zlib, lz4 or zstd."
            ),
        ];
}
