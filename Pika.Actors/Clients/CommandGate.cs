using Pika.Actors.Configuration;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>Why a command is refused before it runs.</summary>
internal enum Refusal
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>No command of that name.</summary>
    UnknownCommand,

    /// <summary>The command has no subcommand of that name.</summary>
    UnknownSubcommand,

    /// <summary>Too few or too many arguments.</summary>
    WrongArity,

    /// <summary>DEBUG, and enable-debug-command does not let this client use it.</summary>
    DebugNotAllowed,

    /// <summary>The client has to authenticate first.</summary>
    NotAuthenticated,

    /// <summary>The command may not stand between MULTI and EXEC.</summary>
    NotInTransaction,

    /// <summary>The client listens to channels in RESP2, where a message could not be told from another command's reply.</summary>
    NotWhileSubscribed,

    /// <summary>The node is a replica, and the command writes.</summary>
    ReadOnlyReplica,

    /// <summary>Too few replicas are connected for a write.</summary>
    TooFewReplicas,

    /// <summary>The node is a replica without its master, and does not show old data.</summary>
    MasterDown,

    /// <summary>The client watches all commands, and counts as a replica for Redis.</summary>
    NotWhileMonitoring,
}

/// <summary>The checks that every command passes before it runs, in Redis's order, and the errors with Redis's words.</summary>
internal static class CommandGate
{
    private const string DebugNotAllowed =
        "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, "
        + "otherwise you need to set this option in the configuration file, and then restart the server.";

    /// <summary>Whether, and why, the command is refused.</summary>
    public static Refusal Check(CommandLookup lookup, CommandSpec? command, in Request request, Client client, PikaNode node)
    {
        if (lookup != CommandLookup.Found)
        {
            return lookup == CommandLookup.UnknownCommand ? Refusal.UnknownCommand : Refusal.UnknownSubcommand;
        }

        if (!command!.Accepts(request.Count))
        {
            return Refusal.WrongArity;
        }

        if (command == SessionCommands.Debug && !MayDebug(client, node.Config.EnableDebugCommand))
        {
            return Refusal.DebugNotAllowed;
        }

        if (!client.Authenticated && !command.Is(CommandFlags.NoAuth) && Credentials.AreNeeded(node.Config))
        {
            return Refusal.NotAuthenticated;
        }

        if (client.Transaction.Open && (command.Is(CommandFlags.NoMulti) || command == SessionCommands.Migrate))
        {
            return Refusal.NotInTransaction;
        }

        if (ReplicationGate.Check(command, client, node) is { } refusal)
        {
            return refusal;
        }

        return client.IsSubscriber && client.Protocol == Client.FirstProtocol && !SessionCommands.WhileSubscribed.Contains(command)
                ? Refusal.NotWhileSubscribed
            : ReplicationGate.IsStale(command, node) ? Refusal.MasterDown
            : client.IsMonitor && UsesKeyspace(command) ? Refusal.NotWhileMonitoring
            : Refusal.None;
    }

    private static bool UsesKeyspace(CommandSpec command) =>
        command.Is(CommandFlags.Write | CommandFlags.ReadOnly) || command == SessionCommands.Publish || command == SessionCommands.SPublish;

    /// <summary>Whether the command waits for EXEC when it comes after MULTI.</summary>
    public static bool Queues(CommandSpec command) => !SessionCommands.NeverQueued.Contains(command);

    /// <summary>Answers a refused command; a transaction that it was meant for is going to be refused as well.</summary>
    public static void Answer(Refusal refusal, CommandSpec? command, in Request request, Client client, RespWriter reply, PikaNode node)
    {
        int mark = reply.Length;
        Write(refusal, command, request, reply);
        CommandAccounting.Refused(node, refusal == Refusal.UnknownSubcommand ? null : command, reply, mark);

        // An EXEC that cannot be run ends its transaction all the same, as in Redis.
        if (command == SessionCommands.Exec && EndsTransaction(refusal))
        {
            client.Transaction.End();
        }

        client.Transaction.Broken |= client.Transaction.Open;
    }

    private static bool EndsTransaction(Refusal refusal) =>
        refusal
            is Refusal.WrongArity
                or Refusal.NotWhileSubscribed
                or Refusal.ReadOnlyReplica
                or Refusal.TooFewReplicas
                or Refusal.MasterDown;

    private static void Write(Refusal refusal, CommandSpec? command, in Request request, RespWriter reply)
    {
        switch (refusal)
        {
            case Refusal.UnknownCommand:
                CommandErrors.UnknownCommand(reply, request);
                break;
            case Refusal.UnknownSubcommand:
                CommandErrors.UnknownSubcommand(reply, command!, request[1]);
                break;
            case Refusal.WrongArity when command == SessionCommands.Exec:
                reply.Error("EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command");
                break;
            case Refusal.WrongArity:
                CommandErrors.WrongArity(reply, command!);
                break;
            case Refusal.DebugNotAllowed:
                reply.Error(DebugNotAllowed);
                break;
            case Refusal.NotAuthenticated:
                reply.Error("NOAUTH Authentication required.");
                break;
            case Refusal.NotInTransaction:
                reply.Error("ERR Command not allowed inside a transaction");
                break;
            case Refusal.ReadOnlyReplica:
                Refuse(command, LogErrors.ReadOnly, reply);
                break;
            case Refusal.TooFewReplicas:
                Refuse(command, "NOREPLICAS Not enough good replicas to write.", reply);
                break;
            case Refusal.MasterDown:
                Refuse(command, "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", reply);
                break;
            case Refusal.NotWhileMonitoring:
                reply.Error("ERR Replica can't interact with the keyspace");
                break;
            case Refusal.NotWhileSubscribed:
                string code = command == SessionCommands.Exec ? "EXECABORT Transaction discarded because of:" : "ERR";
                reply.Error(
                    $"{code} Can't execute '{command!.FullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"
                );
                break;
        }
    }

    private static void Refuse(CommandSpec? command, string error, RespWriter reply) =>
        reply.Error(command == SessionCommands.Exec ? $"EXECABORT Transaction discarded because of: {error}" : error);

    private static bool MayDebug(Client client, DebugAccess access) =>
        access == DebugAccess.Yes
        || (
            access == DebugAccess.Local
            && (
                client.Address.StartsWith("127.0.0.1:", StringComparison.Ordinal)
                || client.Address.StartsWith("[::1]:", StringComparison.Ordinal)
            )
        );
}
