namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] General() =>
        [
            new ValueDirective<string>(
                "dir",
                Kind.Text,
                c => Path.GetFullPath(c.Dir),
                (c, v) => c.Dir = v,
                "Directory of all data; one process at a time may use it."
            )
            {
                Aliases = ["db-path"],
            },
            new ValueDirective<int>(
                "databases",
                Kind.Integer(1, 1024),
                c => c.Databases,
                (c, v) => c.Databases = v,
                "Number of logical databases, chosen with SELECT."
            ),
            new ValueDirective<int>(
                "shards",
                Kind.Integer(1, 256),
                c => c.Shards,
                (c, v) => c.Shards = v,
                "Single writers of each database; may differ from one start to the next."
            ),
            new ValueDirective<int>(
                "io-threads",
                Kind.Integer(0, 128),
                c => c.IoThreads,
                (c, v) => c.IoThreads = v,
                "Threads that serve connections; 0 is half of the processors."
            ),
            new ValueDirective<int>(
                "hz",
                Kind.Integer(1, 500),
                c => c.Hz,
                (c, v) => c.Hz = v,
                "Background cycles per second: active expiry, idle clients."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "slowlog-log-slower-than",
                Kind.Long(-1, long.MaxValue),
                c => c.SlowLogSlowerThan,
                (c, v) => c.SlowLogSlowerThan = v,
                "Microseconds from which a command is kept for SLOWLOG; 0 keeps all, -1 none."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "slowlog-max-len",
                Kind.Long(0, int.MaxValue),
                c => c.SlowLogMaxLength,
                (c, v) => c.SlowLogMaxLength = v,
                "The most commands that SLOWLOG keeps."
            )
            {
                Settable = true,
            },
            new ValueDirective<LogVerbosity>(
                "loglevel",
                Kind.Choice(
                    ("debug", LogVerbosity.Debug),
                    ("verbose", LogVerbosity.Verbose),
                    ("notice", LogVerbosity.Notice),
                    ("warning", LogVerbosity.Warning)
                ),
                c => c.LogLevel,
                (c, v) => c.LogLevel = v,
                "Least important message that is logged: debug, verbose, notice or warning."
            )
            {
                Settable = true,
            },
            new ValueDirective<string>(
                "logfile",
                Kind.Text,
                c => c.LogFile,
                (c, v) => c.LogFile = v,
                "File for log messages, beside standard output; empty is none."
            ),
            new ValueDirective<string>(
                "pidfile",
                Kind.Text,
                c => c.PidFile,
                (c, v) => c.PidFile = v,
                "File that holds the process id while the server runs; empty is none."
            ),
            new FixedDirective(
                "daemonize",
                "no",
                "pika stays in the foreground; let systemd or another supervisor run it in the background",
                "Always no: run it under systemd or another supervisor."
            ),
        ];
}
