using Pika.Actors.Blocking;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Clients;

/// <summary>
/// Runs one connection's requests in order. Reads run here, on the connection's thread; a run of writes to one shard goes to it as
/// one message, and the next command that is not such a write waits for it. A plain object, driven by its connection's read loop.
/// </summary>
public sealed class ClientSession : IDisposable
{
    private readonly PikaNode _node;
    private readonly Keyspace _keyspace;
    private readonly CommandContext _context;
    private readonly ClientVoice _voice;
    private readonly CommandRunner _runner;
    private readonly CommandRun _run;
    private readonly CommandApart _apart;
    private readonly BlockedWait _blocking;
    private readonly Aftermath _aftermath;
    private long _now;

    /// <summary>The request of the batch that comes next.</summary>
    private int _next;

    /// <summary>The next request is a read that its turn has sent to the storage pool.</summary>
    private bool _toPool;

    /// <summary>A session of a client that has just connected.</summary>
    public ClientSession(PikaNode node, Client client, IReplySink sink)
    {
        (_node, Client) = (node, client);
        Input = new RequestReader(node.RequestLimits);
        Reply = new RespWriter();
        _keyspace = new Keyspace(node.Store, node.Changes);
        _voice = new ClientVoice(node, client, Reply, sink, _keyspace);
        _runner = new CommandRunner(node, client, Reply, _keyspace, _voice);
        _run = new CommandRun(node, client, Reply, _voice);
        _apart = new CommandApart(node, client, Reply, _keyspace, _voice, _runner, _run);
        _blocking = new BlockedWait(node, client, Reply, sink, _voice);
        _context = _runner.Context;
        _aftermath = new Aftermath(node, client, Reply, _keyspace, _voice, _context);
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

    /// <summary>Whether requests of the last batch were left alone, since the client had become a replica, or is to be closed.</summary>
    public bool RanAhead { get; private set; }

    /// <summary>
    /// Runs the parsed requests until all are answered, in order, in <see cref="Reply"/>, or something has to be waited for. The usual wait,
    /// for a run of writes, allocates nothing.
    /// </summary>
    /// <param name="wait">What to await before the next call.</param>
    /// <returns>Whether all are answered.</returns>
    public bool TryProcess(out ValueTask wait)
    {
        if (_run.IsSent)
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
            if (step is Step.AfterRun or Step.Paused && !_run.IsEmpty)
            {
                wait = _run.SendAsync();
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
                wait = _run.SendAsync();
                return false;
            }

            if (step != Step.Done)
            {
                wait = RunApartAsync(step, request);
                return false;
            }

            if (_aftermath.Exists)
            {
                wait = SettleAsync();
                return false;
            }
        }

        if (!_run.IsEmpty)
        {
            wait = _run.SendAsync();
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

    /// <summary>Adds to the replies what the client is sent without having asked for it.</summary>
    public void TakePushes() => _voice.TakePushes();

    /// <summary>The input cannot be understood, or is too much: answers as Redis does, and has the connection closed.</summary>
    public void RefuseInput(ParseOutcome outcome)
    {
        if (outcome == ParseOutcome.ProtocolError)
        {
            CommandErrors.Protocol(Reply, Input.ProtocolError!);
        }

        Client.CloseAfterReply = true;
    }

    /// <summary>Ends the session: drops watches, queue and buffers.</summary>
    public void Dispose()
    {
        Client.Transaction.End();
        _voice.Drop();
        _keyspace.Dispose();
        Reply.Dispose();
    }

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
            tracking.EndCaching(Client, isWaiting: !_run.IsEmpty || _toPool);
        }

        var lookup = CommandTable.Find(request, out var command);
        var refusal = CommandGate.Check(lookup, command, request, Client, _node);
        if (refusal == Refusal.None && _node.Pause.Holds(command!, Client))
        {
            return Step.Paused;
        }

        bool joins = refusal == Refusal.None && CommandRun.Takes(command!) && !_toPool && !Client.Transaction.Open;
        if (joins && Client.ReplyMode == ReplyMode.On && Client.Tracking is not { CachingGiven: true })
        {
            return _run.TryAdd(command!, request) ? Added(command!) : Step.AfterRun;
        }

        if (!_run.IsEmpty)
        {
            return Step.AfterRun;
        }

        int mark = Reply.Length;
        if (refusal != Refusal.None)
        {
            CommandGate.Answer(refusal, command, request, Client, Reply, _node);
            Client.Tracking?.EndCachingOfRefused(Client, command);
            _voice.Silence(mark);
            return Step.Done;
        }

        Client.LastCommand = command!.FullName;
        if (Client.Transaction.Open && CommandGate.Queues(command))
        {
            Client.Transaction.Add(command, request);
            Reply.Queued();
            _voice.Silence(mark);
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

        if (CommandRun.Takes(command) && !_toPool)
        {
            // CLIENT REPLY is not ON: the write goes alone, so that its reply can be told from others and dropped.
            _run.TryAdd(command, request);
            return Added(command);
        }

        if (command.Execution == Protocol.Execution.SlowRead || _toPool)
        {
            _toPool = false;
            return Step.OnPool;
        }

        int mark = Reply.Length;
        _keyspace.Tier = ReadTier.BlockCache;
        _runner.Run(command, request, _now);
        if (_keyspace.Incomplete)
        {
            Reply.Truncate(mark);
            return Step.OnPool;
        }

        if (_context.Acks is not null)
        {
            return Step.Waits;
        }

        _voice.Silence(mark);
        return Step.Done;
    }

    // Nothing goes behind a command in a run that may block: it waits.
    private static Step Added(CommandSpec command) => command.Is(CommandFlags.Blocking) ? Step.EndsRun : Step.Done;

    // The client that waits from here on, if the last command of the run has blocked.
    private BlockedClient? EndRun()
    {
        var blocked = _run.End(out int undone);
        if (undone > 0)
        {
            _next -= undone;
            _toPool = true;
        }

        return blocked;
    }

    // What was answered before the pause is not to wait for its end.
    private async ValueTask WaitForPauseAsync()
    {
        await _voice.FlushAsync();
        await _voice.ListenDuring(new ValueTask<bool>(_node.Pause.WaitAsync(Client)));
        _now = _node.DataClock.NowMs();
    }

    private async ValueTask WaitBlockedAsync(BlockedClient blocked)
    {
        await _blocking.RunAsync(blocked);
        _now = _node.DataClock.NowMs();
    }

    private async ValueTask RunApartAsync(Step step, Request request)
    {
        await (
            step switch
            {
                Step.Exec => _apart.ExecAsync(request),
                Step.Waits => _blocking.RunAsync(_context.Acks!, _context.Command, request),
                _ => _apart.RunOnPoolAsync(request, _now),
            }
        );
        _now = _node.DataClock.NowMs();
        TakePushes();
        if (_aftermath.Exists)
        {
            await SettleAsync();
        }
    }

    private async ValueTask SettleAsync()
    {
        if (!_run.IsEmpty)
        {
            await _run.SendAsync();
            EndRun();
        }

        await _aftermath.SettleAsync();
    }
}
