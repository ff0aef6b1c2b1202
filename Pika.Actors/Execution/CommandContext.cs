using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Databases;
using Pika.Actors.Node;
using Pika.Actors.Replication.Waiting;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>
/// What a command handler gets: the arguments, the database as the command sees it, the client, and where the reply goes. One
/// context is reused for many commands; nothing of it may be kept.
/// </summary>
public sealed class CommandContext
{
    /// <summary>A context over a view of the keyspace.</summary>
    public CommandContext(PikaNode node, Keyspace keyspace) => (Node, Keyspace) = (node, keyspace);

    /// <summary>The node: configuration, statistics, clients, databases.</summary>
    public PikaNode Node { get; }

    /// <summary>The client's database, for reading, and in a turn for writing.</summary>
    public Keyspace Keyspace { get; }

    /// <summary>Whether the command runs in a turn, that is, as the only writer of its keys.</summary>
    public bool InTurn => Turn is not null;

    /// <summary>The turn, or null on a connection.</summary>
    public Turn? Turn { get; init; }

    /// <summary>The blocked clients as the turn sees them, or null on a connection.</summary>
    internal TurnBlocking? Blocking { get; init; }

    /// <summary>Whether a command that finds nothing may <see cref="Block"/>; if not, it answers at once as if its time were over.</summary>
    public bool MayBlock { get; internal set; }

    /// <summary>The client that has begun to wait in this command.</summary>
    internal BlockedClient? Blocked { get; private set; }

    /// <summary>Who asked.</summary>
    public Client Client { get; private set; } = null!;

    /// <summary>The row of the command table.</summary>
    public CommandSpec Command { get; private set; } = null!;

    /// <summary>Name and arguments.</summary>
    public Request Request { get; private set; }

    /// <summary>Where the reply goes; exactly one reply per command.</summary>
    public RespWriter Reply { get; private set; } = null!;

    /// <summary>The number of words, the command's name included.</summary>
    public int Count => Request.Count;

    /// <summary>The time of the command, unix ms.</summary>
    public long Now => Keyspace.Now;

    /// <summary>A word of the request; 0 is the command's name.</summary>
    public ReadOnlySpan<byte> this[int index] => Request[index];

    /// <summary>What the client is to be held for before its next command.</summary>
    public Hold Hold { get; set; }

    /// <summary>What the session is to do before the command answers: MIGRATE leaves the reply to it. Null for all others.</summary>
    internal Migration.Migration? Migration { get; set; }

    /// <summary>What the session is to wait for before the command answers: WAIT and WAITAOF. Null for all others.</summary>
    internal AckWait? Acks { get; set; }

    /// <summary>Turns the context to the next command.</summary>
    internal void Begin(CommandSpec command, in Request request, Client client, RespWriter reply, long now)
    {
        (Command, Request, Client, Reply) = (command, request, client, reply);
        (Hold, Migration, Acks) = (Hold.None, null, null);
        (MayBlock, Blocked) = (false, null);
        Open(now);
    }

    /// <summary>Turns the keyspace to the client's present database.</summary>
    internal void Open(long now)
    {
        var database = Client.Database;
        Keyspace.Open(database.Number, Turn?.GenerationOf(database.Number) ?? database.Generation, now);
    }

    /// <summary>Another database as the same command of a turn sees it, for reading and writing. Valid until the next call.</summary>
    public Keyspace OpenOther(Database database) =>
        Keyspace.Beside(database.Number, Turn?.GenerationOf(database.Number) ?? database.Generation);

    /// <summary>The command answers nothing: its client waits, if it <see cref="MayBlock"/>. The last thing that a handler does.</summary>
    internal void Block(in WaitFor wait) => Blocked = Blocking!.Begin(this, wait);

    /// <summary>An event for keyspace notifications: clients hear of it when the turn is committed.</summary>
    /// <param name="name">Redis's name of the event, such as <c>hset</c>.</param>
    public void Notify(NotifyEvent kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) => Keyspace.Notify(kind, name, key);

    /// <summary>Answers with an error; the text carries its code, as in <c>ERR syntax error</c>.</summary>
    public void Error(string text) => Reply.Error(text);
}

/// <summary>Runs one command: reads its arguments, works on the keyspace, writes one reply.</summary>
public delegate void CommandHandler(CommandContext context);
