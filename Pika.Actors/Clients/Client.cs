using Pika.Actors.Blocking;
using Pika.Actors.Databases;
using Pika.Actors.Node;
using Pika.Actors.PubSub;
using Pika.Actors.Replication;
using Pika.Actors.Tracking;

namespace Pika.Actors.Clients;

/// <summary>
/// One connection's state as commands and CLIENT LIST see it. Written by the connection's own commands, which run one at a time;
/// what other threads write (<see cref="Kill"/>) is volatile.
/// </summary>
public sealed class Client
{
    /// <summary>The version of RESP that a connection begins with.</summary>
    public const int FirstProtocol = 2;

    /// <summary>The newest version of RESP.</summary>
    public const int LastProtocol = 3;

    private readonly Action _abort;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _killed;
    private volatile BlockedClient? _blocked;

    /// <summary>A client that has just connected.</summary>
    /// <param name="abort">Cuts the connection from any thread; its session then ends.</param>
    /// <param name="wake">Has the connection look at <see cref="Pushes"/>; called by any thread, and does not block.</param>
    public Client(long id, string address, string localAddress, Database database, long createdMs, Action abort, Action? wake = null)
    {
        Pushes = new PushQueue(wake ?? (static () => { }));
        (Id, Address, LocalAddress, Database) = (id, address, localAddress, database);
        (CreatedMs, LastCommandMs) = (createdMs, createdMs);
        _abort = abort;
    }

    /// <summary>Grows by one from connection to connection; never used twice.</summary>
    public long Id { get; }

    /// <summary><c>ip:port</c> of the other side.</summary>
    public string Address { get; }

    /// <summary><c>ip:port</c> of this side.</summary>
    public string LocalAddress { get; }

    /// <summary>The number that the operating system gave to the connection; -1 if it has none.</summary>
    public int FileDescriptor { get; init; } = -1;

    /// <summary>When it connected, unix ms.</summary>
    public long CreatedMs { get; }

    /// <summary>When its last command came, unix ms.</summary>
    public long LastCommandMs { get; set; }

    /// <summary>Whether its session is at work, or waits for the server's part of it.</summary>
    public bool IsExecuting { get; set; }

    /// <summary>The full name of its last command, or <c>NULL</c>.</summary>
    public string LastCommand { get; set; } = "NULL";

    /// <summary>The name from CLIENT SETNAME or HELLO.</summary>
    public string Name { get; set; } = "";

    /// <summary>From CLIENT SETINFO LIB-NAME.</summary>
    public string LibraryName { get; set; } = "";

    /// <summary>From CLIENT SETINFO LIB-VER.</summary>
    public string LibraryVersion { get; set; } = "";

    /// <summary>The selected database.</summary>
    public Database Database { get; set; }

    /// <summary>The RESP version of the replies, 2 or 3.</summary>
    public int Protocol { get; set; } = FirstProtocol;

    /// <summary>What it waits for in a blocking command; null when it does not.</summary>
    internal BlockedClient? Blocked
    {
        get => _blocked;
        set => _blocked = value;
    }

    /// <summary>The last record of the log when its last writes were answered: they are not behind it. For WAIT.</summary>
    internal ulong LastWriteIndex { get; private set; }

    /// <summary>All that the client has written so far is in the log by now.</summary>
    internal void NoteWrites(PikaNode node) => LastWriteIndex = node.Binlog.Position.Last.Index;

    /// <summary>Whether it may run commands other than AUTH, HELLO, QUIT and RESET.</summary>
    public bool Authenticated { get; set; }

    /// <summary>From CLIENT NO-EVICT.</summary>
    public bool NoEvict { get; set; }

    /// <summary>From CLIENT NO-TOUCH.</summary>
    public bool NoTouch { get; set; }

    /// <summary>What CLIENT REPLY asked for.</summary>
    public ReplyMode ReplyMode { get; set; }

    /// <summary>What it is to be sent without having asked for it.</summary>
    public PushQueue Pushes { get; }

    /// <summary>The channels and patterns that it listens to; null if it never did.</summary>
    public Subscriptions? Subscriptions { get; internal set; }

    /// <summary>CLIENT TRACKING; null if it never did.</summary>
    public ClientTracking? Tracking { get; internal set; }

    /// <summary>Whether it watches all commands: MONITOR.</summary>
    public bool IsMonitor { get; internal set; }

    /// <summary>Whether it has become the connection of a replica: PKSYNC.</summary>
    public bool IsReplica { get; internal set; }

    /// <summary>The link of a replica; null until frames flow.</summary>
    internal IReplicationLink? Link { get; set; }

    /// <summary>Whether it listens to any channel or pattern just now.</summary>
    public bool IsSubscriber => Subscriptions is { Any: true };

    /// <summary>MULTI and WATCH.</summary>
    public Transaction Transaction { get; } = new();

    /// <summary>The connection is to be closed once the replies are sent: QUIT, a protocol error, CLIENT KILL of itself.</summary>
    public bool CloseAfterReply { get; set; }

    /// <summary>Whether somebody killed it.</summary>
    public bool Killed => _killed;

    /// <summary>Ends when somebody kills it.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Bytes of the query buffer in use, and free, as of the last command.</summary>
    public (int Used, int Free) QueryBuffer { get; set; }

    /// <summary>Bytes of replies that have not been sent, as of the last command.</summary>
    public long OutputBytes { get; set; }

    /// <summary>All bytes that have not been sent.</summary>
    public long UnsentBytes => OutputBytes + Pushes.Length + (Link?.UnsentBytes ?? 0);

    /// <summary>Since when more than the soft limit waits, unix ms; 0 when less does.</summary>
    public long OverSoftLimitSinceMs { get; set; }

    /// <summary>Cuts the connections of others at once, and the client's own, if it is among them, after the reply.</summary>
    internal void KillAll(IEnumerable<Client> victims)
    {
        foreach (var victim in victims)
        {
            if (victim == this)
            {
                CloseAfterReply = true;
            }
            else
            {
                victim.Kill();
            }
        }
    }

    /// <summary>Cuts the connection. Any thread.</summary>
    public void Kill()
    {
        _killed = true;
        _gone.TrySetResult();
        _blocked?.Abandon();
        _abort();
    }
}

/// <summary>Which replies a client wants.</summary>
public enum ReplyMode
{
    /// <summary>All.</summary>
    On,

    /// <summary>None.</summary>
    Off,

    /// <summary>None for the next command.</summary>
    SkipNext,

    /// <summary>None for the present command, all after it.</summary>
    SkipThis,
}
