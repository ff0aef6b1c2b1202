using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Actors.Tracking;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Clients;

/// <summary>
/// Runs one connection's requests in order. Reads run here, on the connection's thread; a run of writes to one shard goes to it as
/// one message, and the next command that is not such a write waits for it. A plain object, driven by its connection's read loop.
/// </summary>
public sealed partial class ClientSession : IDisposable
{
    /// <summary>Replies are sent when they have grown to this many bytes, even in the middle of a pipeline.</summary>
    private const int FlushBytes = 256 * 1024;

    private readonly PikaNode _node;
    private readonly IReplySink _sink;
    private readonly Keyspace _keyspace;
    private readonly CommandContext _context;
    private readonly CommandBatch _run;
    private Route _route;
    private long _now;

    /// <summary>The request of the batch that comes next.</summary>
    private int _next;

    /// <summary>The next request is a read that its turn has sent to the storage pool.</summary>
    private bool _toPool;

    /// <summary>Where the replies of the run begin that its writer has; negative when it has none.</summary>
    private int _sentMark = -1;

    /// <summary>A session of a client that has just connected.</summary>
    public ClientSession(PikaNode node, Client client, IReplySink sink)
    {
        (_node, Client, _sink) = (node, client, sink);
        Input = new RequestReader(node.RequestLimits);
        Reply = new RespWriter();
        _keyspace = new Keyspace(node.Store, node.Changes);
        _context = new CommandContext(node, _keyspace);
        _run = new CommandBatch(client, Reply);
        client.Authenticated = !Credentials.AreNeeded(node.Config);
        Input.Unauthenticated = !client.Authenticated;
    }

    private enum Step
    {
        /// <summary>Answered, or taken into the run of writes.</summary>
        Done,

        /// <summary>Taken into the run of writes as the last: it may block, and whatever comes behind it waits.</summary>
        EndsRun,

        /// <summary>The run of writes has to be answered first; then the request is to be tried again.</summary>
        AfterRun,

        /// <summary>The command belongs on the storage pool.</summary>
        OnPool,

        /// <summary>EXEC.</summary>
        Exec,

        /// <summary>The command waits for other servers before it answers.</summary>
        Waits,

        /// <summary>The client is paused; then the request is to be tried again.</summary>
        Paused,
    }

    /// <summary>The client's state.</summary>
    public Client Client { get; }

    /// <summary>What has been received.</summary>
    public RequestReader Input { get; }

    /// <summary>What is to be sent.</summary>
    public RespWriter Reply { get; }

    /// <summary>
    /// Runs the parsed requests until all are answered, in order, in <see cref="Reply"/>, or something has to be waited for. The usual wait,
    /// for a run of writes, allocates nothing.
    /// </summary>
    /// <param name="wait">What to await before the next call.</param>
    /// <returns>Whether all are answered.</returns>
    public bool TryProcess(out ValueTask wait)
    {
        if (_sentMark >= 0)
        {
            if (EndRun() is { } blocked)
            {
                wait = WaitBlockedAsync(blocked);
                return false;
            }
        }
        else if (_next == 0)
        {
            BeginBatch();
        }

        while (_next < Input.Count && !Client.CloseAfterReply && !Client.Killed && !Client.IsReplica)
        {
            var step = Try(Input[_next]);
            if (step is Step.AfterRun or Step.Paused && _run.Commands.Count > 0)
            {
                wait = SendRun();
                return false;
            }

            if (step == Step.Paused)
            {
                wait = WaitForPauseAsync();
                return false;
            }

            var request = Input[_next++];
            if (step == Step.EndsRun)
            {
                wait = SendRun();
                return false;
            }

            if (step != Step.Done)
            {
                wait = RunApartAsync(step, request);
                return false;
            }

            if (LeavesMore)
            {
                wait = SettleAsync();
                return false;
            }
        }

        if (_run.Commands.Count > 0)
        {
            wait = SendRun();
            return false;
        }

        EndBatch();
        wait = default;
        return true;
    }

    /// <summary>Runs all parsed requests; when it ends, their replies stand in <see cref="Reply"/>, in order.</summary>
    public async ValueTask ProcessAsync()
    {
        while (!TryProcess(out var wait))
        {
            await wait;
        }
    }

    /// <summary>Ends the session: drops watches, queue and buffers.</summary>
    public void Dispose()
    {
        Client.Transaction.End();
        DropListening();
        _keyspace.Dispose();
        Reply.Dispose();
    }

    // Whether a command leaves something to be done before the next.
    private bool LeavesMore =>
        _context.Hold > TimeSpan.Zero
        || Reply.Length >= FlushBytes
        || _keyspace.Sightings.HasExpired
        || Client.Tracking is { IsFresh: true };

    private void BeginBatch()
    {
        _now = _node.DataClock.NowMs();
        _keyspace.RemovesExpired = !_node.Replication.IsReplica;
        Client.LastCommandMs = _node.NowMs();
        Client.IsExecuting = true;
        Client.QueryBuffer = (Input.BufferedBytes, Input.FreeBytes);
    }

    private void EndBatch()
    {
        RanAhead = _next < Input.Count;
        _next = 0;
        Client.IsExecuting = false;
        TakePushes();
        Input.Unauthenticated = !Client.Authenticated && Credentials.AreNeeded(_node.Config);
    }

    private Step Try(in Request request)
    {
        if (Client.Tracking is { CachingGiven: true } tracking)
        {
            EndCaching(tracking);
        }

        var lookup = CommandTable.Find(request, out var command);
        var refusal = CommandGate.Check(lookup, command, request, Client, _node);
        if (refusal == Refusal.None && _node.Pause.Holds(command!, Client))
        {
            return Step.Paused;
        }

        bool joins = refusal == Refusal.None && RunsInTurn(command!) && !_toPool && !Client.Transaction.Open;
        if (joins && Client.ReplyMode == ReplyMode.On && Client.Tracking is not { CachingGiven: true })
        {
            return Join(command!, request);
        }

        if (_run.Commands.Count > 0)
        {
            return Step.AfterRun;
        }

        int mark = Reply.Length;
        if (refusal != Refusal.None)
        {
            CommandGate.Answer(refusal, command, request, Client, Reply, _node);
            EndCachingOfRefused(command);
            Silence(mark);
            return Step.Done;
        }

        Client.LastCommand = command!.FullName;
        if (Client.Transaction.Open && CommandGate.Queues(command))
        {
            Client.Transaction.Add(command, request);
            Reply.Queued();
            Silence(mark);
            return Step.Done;
        }

        return Dispatch(command, request);
    }

    private Step Dispatch(CommandSpec command, in Request request)
    {
        if (command == SessionCommands.Exec)
        {
            return Step.Exec;
        }

        if (RunsInTurn(command) && !_toPool)
        {
            return JoinAlone(command, request);
        }

        if (command.Execution == Protocol.Execution.SlowRead || _toPool)
        {
            _toPool = false;
            return Step.OnPool;
        }

        int mark = Reply.Length;
        _keyspace.Tier = ReadTier.BlockCache;
        Run(command, request);
        if (_keyspace.Incomplete)
        {
            Reply.Truncate(mark);
            return Step.OnPool;
        }

        if (_context.Acks is not null)
        {
            return Step.Waits;
        }

        Silence(mark);
        return Step.Done;
    }

    private void Run(CommandSpec command, in Request request)
    {
        int mark = Reply.Length;
        _context.Begin(command, request, Client, Reply, _now);
        long started = CommandAccounting.Start(_node);
        try
        {
            if (Client.Tracking is not null)
            {
                TrackedReads.Remember(_node.Tracking, command, request, Client);
            }

            if (ReadsSeveralRows(command))
            {
                _keyspace.PinSnapshot();
            }

            CommandHandlers.Of(command)(_context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Reply.Truncate(mark);
            Reply.Error(_node.Describe(failure, command.FullName));
        }

        _keyspace.ReleaseSnapshot();
        if (_keyspace.Incomplete)
        {
            _ = _keyspace.Sightings.TakeCounts();
            return;
        }

        _node.Statistics.AddKeyspace(_keyspace);
        if (_context.Migration is not null)
        {
            return;
        }

        if (_context.Acks is null)
        {
            CommandAccounting.Finish(_node, command, request, Client, Reply, mark, started);
        }
        else
        {
            CommandAccounting.Blocked(_node, command, started);
        }

        Show(command, request);
    }

    private static bool ReadsSeveralRows(CommandSpec command) =>
        command.Execution == Protocol.Execution.TurnRead
        || (command.LastKey != command.FirstKey && command.Execution != Protocol.Execution.Connection);
}
