using System.Threading.Tasks.Sources;
using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Databases;
using Pika.Actors.PubSub;
using Pika.Protocol;
using Pika.Storage.Store;

namespace Pika.Actors.Execution;

/// <summary>
/// Writing commands of one client that go to one writer together: a run of a pipeline, or a transaction. A session owns one batch
/// and hands it over as one message; until <see cref="Completion"/> the writer alone touches it and the client's replies.
/// </summary>
internal sealed class CommandBatch : TurnWork, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion;
    private int _replyStart;
    private Database _database = null!;
    private PubSubTable _channels = null!;
    private int _protocol;

    /// <summary>What the client listened to; null if nothing in the batch can change it.</summary>
    private SubscriptionsMark? _subscriptions;

    /// <summary>An empty batch of a client.</summary>
    public CommandBatch(Client client, RespWriter reply)
    {
        (Client, Reply) = (client, reply);
        Message = new Shard.Execute(this);
    }

    /// <summary>The message that hands the batch to a shard; always the same, so that handing over allocates nothing.</summary>
    public Shard.Execute Message { get; }

    /// <summary>Who asked.</summary>
    public Client Client { get; }

    /// <summary>Where the replies go, in order.</summary>
    public RespWriter Reply { get; }

    /// <summary>What to run.</summary>
    public List<QueuedCommand> Commands { get; } = [];

    /// <summary>Whether it is an EXEC: one reply around all, and nothing if a watched key changed.</summary>
    public bool IsTransaction { get; set; }

    /// <summary>
    /// The number of the command at which the run ended, because it is a read that belongs on the storage pool; it and those behind it have not been run. Null: all were.
    /// </summary>
    public int? StoppedAt { get; set; }

    /// <summary>The number of the command that has to be run again where reads may use a disk; those before it have been run. Null: none.</summary>
    public int? ResumesAt { get; set; }

    /// <inheritdoc/>
    public override bool Resumes => ResumesAt is not null;

    /// <summary>The wait of its last command, which has answered nothing yet; null: it does not block.</summary>
    public BlockedClient? Blocked { get; set; }

    /// <summary>What the client is to be held for after it: that of all commands of a transaction.</summary>
    public Hold Hold { get; set; }

    /// <summary>Ends when the writer has answered; only one wait per use.</summary>
    public ValueTask Completion => new(this, _completion.Version);

    /// <summary>Empties the batch for its next use.</summary>
    public void Reset()
    {
        _completion.Reset();
        Commands.Clear();
        IsTransaction = false;
        Slow = false;
        StoppedAt = null;
        ResumesAt = null;
        Blocked = null;
        Hold = Hold.None;
    }

    /// <summary>Hands the batch over: what it answers and selects from here on can be taken back.</summary>
    /// <param name="channels">Who listens to which channel.</param>
    public void Begin(PubSubTable channels)
    {
        (_replyStart, _database, _protocol, _channels) = (Reply.Length, Client.Database, Client.Protocol, channels);
        bool subscribes = IsTransaction && Commands.Exists(static queued => queued.Command.Is(CommandFlags.PubSub));
        _subscriptions = subscribes ? channels.Mark(Client) : null;
    }

    /// <inheritdoc/>
    public override bool TryRun(TurnExecutor executor, ReadTier tier) => executor.TryRun(this, tier);

    /// <summary>Takes back the replies, and a SELECT, HELLO, SUBSCRIBE or CLIENT KILL inside the transaction.</summary>
    public override void Rewind()
    {
        Hold = Hold.None;
        StoppedAt = null;
        ResumesAt = null;
        Blocked?.Abandon();
        Blocked = null;
        Reply.Truncate(_replyStart);
        Client.Database = _database;
        Client.Transaction.Victims.Clear();
        Client.Protocol = Reply.Protocol = _protocol;
        if (_subscriptions is not null)
        {
            _channels.Restore(Client, _subscriptions);
        }
    }

    /// <summary>Replaces all replies by an error for each command, or one for a transaction: nothing of it has happened.</summary>
    public override void Refuse(string error)
    {
        Rewind();
        for (int i = IsTransaction ? Commands.Count - 1 : 0; i < Commands.Count; i++)
        {
            Reply.Error(error);
        }
    }

    /// <summary>The replies stand: the session goes on, on this thread.</summary>
    public override void Complete() => _completion.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
