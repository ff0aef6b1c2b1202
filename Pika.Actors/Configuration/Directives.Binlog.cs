namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private const int HoursPerDay = 24;

    private static Directive[] Binlog() =>
        [
            new ValueDirective<AppendFsync>(
                "appendfsync",
                Kind.Choice(("everysec", AppendFsync.EverySec), ("always", AppendFsync.Always), ("no", AppendFsync.No)),
                c => c.AppendFsync,
                (c, v) => c.AppendFsync = v,
                "When the binlog is synced to disk: always (before each answer), everysec, or no (when the kernel chooses to)."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "binlog-file-size",
                Kind.Memory(1L << 20, 2L << 30),
                c => c.BinlogFileSize,
                (c, v) => c.BinlogFileSize = v,
                "Size at which the binlog begins another segment."
            ),
            new ValueDirective<long>(
                "binlog-retention-bytes",
                Kind.Memory(0, long.MaxValue),
                c => c.BinlogRetentionBytes,
                (c, v) => c.BinlogRetentionBytes = v,
                "The most bytes of released binlog to keep; 0 is no limit."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "binlog-retention-hours",
                Kind.Integer(0, int.MaxValue),
                c => c.BinlogRetentionHours,
                (c, v) => c.BinlogRetentionHours = v,
                "The most hours to keep released binlog; 0 is no limit."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "expire-logs-days",
                Kind.Integer(0, int.MaxValue / HoursPerDay),
                c => (c.BinlogRetentionHours + HoursPerDay - 1) / HoursPerDay,
                (c, v) => c.BinlogRetentionHours = v * HoursPerDay,
                "binlog-retention-hours, in days."
            )
            {
                Settable = true,
                SameAs = "binlog-retention-hours",
            },
            new ValueDirective<int>(
                "binlog-retention-files",
                Kind.Integer(0, int.MaxValue),
                c => c.BinlogRetentionFiles,
                (c, v) => c.BinlogRetentionFiles = v,
                "The most segments of released binlog to keep; 0 is no limit."
            )
            {
                Settable = true,
                Aliases = ["expire-logs-nums"],
            },
        ];
}
