using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>The commands that steer the session itself, and so are known to it by name.</summary>
internal static class SessionCommands
{
    /// <summary>EXEC, which the session turns into a batch.</summary>
    public static readonly CommandSpec Exec = CommandTable.Get("exec");

    /// <summary>PUBLISH, which replicas do not take.</summary>
    public static readonly CommandSpec Publish = CommandTable.Get("publish");

    /// <summary>SPUBLISH, as PUBLISH.</summary>
    public static readonly CommandSpec SPublish = CommandTable.Get("spublish");

    /// <summary>DEBUG, which the configuration allows to few.</summary>
    public static readonly CommandSpec Debug = CommandTable.Get("debug");

    /// <summary>MIGRATE, which waits for another server and so cannot be part of a transaction.</summary>
    public static readonly CommandSpec Migrate = CommandTable.Get("migrate");

    /// <summary>Commands that run at once between MULTI and EXEC.</summary>
    public static readonly HashSet<CommandSpec> NeverQueued =
    [
        Exec,
        CommandTable.Get("multi"),
        CommandTable.Get("discard"),
        CommandTable.Get("watch"),
        CommandTable.Get("quit"),
        CommandTable.Get("reset"),
    ];

    /// <summary>Commands for a client that listens to channels in RESP2.</summary>
    public static readonly HashSet<CommandSpec> WhileSubscribed =
    [
        CommandTable.Get("subscribe"),
        CommandTable.Get("unsubscribe"),
        CommandTable.Get("psubscribe"),
        CommandTable.Get("punsubscribe"),
        CommandTable.Get("ssubscribe"),
        CommandTable.Get("sunsubscribe"),
        CommandTable.Get("ping"),
        CommandTable.Get("quit"),
        CommandTable.Get("reset"),
    ];
}
