using System.Threading.Tasks.Sources;
using Pika.Actors.Clients;
using Pika.Actors.Replication.Waiting;
using Pika.Protocol;

namespace Pika.Actors.Blocking;

/// <summary>
/// A client that waits in a blocking command. Its state changes under the lock of the <see cref="BlockedClients"/> that it stands in:
/// <code>
///   Waiting ──a turn serves it──► Claimed ──the turn is committed──► Ended
///      ▲  │                          │ │
///      │  │                          │ └──the client is gone──► Ended
///      └──┼──────the turn is void────┘
///         └──timeout, CLIENT UNBLOCK, the client is gone──► Ended
/// </code>
/// </summary>
internal sealed class BlockedClient : IValueTaskSource<WaitOutcome>
{
    private readonly BlockedClients _table;
    private ManualResetValueTaskSourceCore<WaitOutcome> _completion;
    private int _finished;

    /// <summary>A client about to wait.</summary>
    /// <param name="table">Where it is going to stand.</param>
    /// <param name="request">The command's words, in memory of their own.</param>
    /// <param name="deadlineMs">When it gives up, unix ms; <see cref="long.MaxValue"/>: never.</param>
    public BlockedClient(BlockedClients table, Client client, CommandSpec command, Request request, in WaitFor wait, long deadlineMs)
    {
        _table = table;
        (Client, Command, Request, Database) = (client, command, request, client.Database.Number);
        (For, DeadlineMs) = (wait, deadlineMs);
        Reply = new RespWriter { Protocol = client.Protocol };
        Places = new LinkedListNode<BlockedPlace>?[wait.Keys];
    }

    /// <summary>Where it stands between waiting and its answer.</summary>
    public enum Phase
    {
        /// <summary>Whoever claims it first decides how the wait ends.</summary>
        Waiting,

        /// <summary>A turn that is not committed yet has served it.</summary>
        Claimed,

        /// <summary>It stands in no table any more.</summary>
        Ended,
    }

    /// <summary>Who waits.</summary>
    public Client Client { get; }

    /// <summary>The row of its command.</summary>
    public CommandSpec Command { get; }

    /// <summary>The command's words.</summary>
    public Request Request { get; }

    /// <summary>The number of the database that the keys are in.</summary>
    public int Database { get; }

    /// <summary>What it waits for.</summary>
    public WaitFor For { get; }

    /// <summary>What it waits for when that is not a key: WAIT and WAITAOF. Null for all others.</summary>
    public AckWait? Acks { get; init; }

    /// <summary>When it gives up, unix ms; <see cref="long.MaxValue"/>: never.</summary>
    public long DeadlineMs { get; }

    /// <summary>Where the turn that serves it writes the answer. The session's own replies are not to be touched by others while they are sent.</summary>
    public RespWriter Reply { get; }

    /// <summary>The keys that it waits on stand in several shards, whose turns may meet it at the same time.</summary>
    public bool SpansShards { get; init; }

    /// <summary>Serving it writes to a shard other than that of the key it waits on.</summary>
    public bool NeedsOtherShard { get; init; }

    /// <summary>Its place among all that wait: who waits longer has a smaller one.</summary>
    public long Order { get; set; }

    /// <summary>See the diagram of the class.</summary>
    public Phase State { get; set; }

    /// <summary>How the wait ends when the turn that has claimed it is committed.</summary>
    public WaitOutcome Claim { get; set; }

    /// <summary>Whether the turn in which it began to wait is committed, so that others may see it.</summary>
    public bool Shown { get; set; }

    /// <summary>Its entries in the queues of its keys; null for a key that stands in the request twice.</summary>
    public LinkedListNode<BlockedPlace>?[] Places { get; }

    /// <summary>Ends when the wait is over. One wait.</summary>
    public ValueTask<WaitOutcome> Completion => new(this, _completion.Version);

    /// <summary>The client is gone, or is told something else: nobody is to serve it any more. Any thread.</summary>
    public void Abandon() => _table.TryEnd(this, WaitOutcome.Gone);

    /// <summary>Ends the wait, because what it waits for is there; the session writes the answer. Any thread.</summary>
    public void TryServe() => _table.TryEnd(this, WaitOutcome.Served);

    /// <summary>Ends the wait, because the node has become a replica. Any thread.</summary>
    public void Demote() => _table.TryEnd(this, WaitOutcome.Demoted);

    /// <summary>Lets the session go on; only the first call counts.</summary>
    /// <param name="inline">On this thread, as after a run of writes; else on a thread of the pool.</param>
    public void Finish(WaitOutcome outcome, bool inline)
    {
        if (Interlocked.Exchange(ref _finished, 1) == 0)
        {
            _completion.RunContinuationsAsynchronously = !inline;
            _completion.SetResult(outcome);
        }
    }

    WaitOutcome IValueTaskSource<WaitOutcome>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WaitOutcome>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<WaitOutcome>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _completion.OnCompleted(continuation, state, token, flags);
}

/// <summary>A client in the queue of one of its keys.</summary>
/// <param name="Key">The word of its request that is the key.</param>
internal readonly record struct BlockedPlace(BlockedClient Client, int Key);

/// <summary>How a wait has ended.</summary>
internal enum WaitOutcome
{
    /// <summary>The answer stands in <see cref="BlockedClient.Reply"/>.</summary>
    Served,

    /// <summary>Its time was over.</summary>
    TimedOut,

    /// <summary>CLIENT UNBLOCK TIMEOUT: as if its time were over.</summary>
    LetGo,

    /// <summary>CLIENT UNBLOCK ERROR.</summary>
    Interrupted,

    /// <summary>The node has become a replica: what the client waits for is done elsewhere from now on.</summary>
    Demoted,

    /// <summary>The client is gone, or the turn in which it began to wait was void.</summary>
    Gone,
}
