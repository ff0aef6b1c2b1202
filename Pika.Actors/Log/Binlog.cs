using Akka.Actor;
using Akka.Event;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>
/// The single appender of the log: gives each turn its place in the one order, appends it, applies it to the store, and answers its
/// writer. The answer waits for the sync with <c>appendfsync always</c>, where all turns that wait share one sync. Appending goes on
/// while a sync or a stalled store holds the earlier turns back; applying follows in log order.
/// </summary>
internal sealed class Binlog : UntypedActor, IWithTimers
{
    /// <summary>How long to wait before a store that failed a write is tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly PikaNode _node;
    private readonly BinlogWriter _writer;
    private readonly IStore _store;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>Appended and not applied yet, in log order. At most one turn per writer.</summary>
    private readonly Queue<Pending> _pending = new();
    private bool _syncing;

    /// <summary>The oldest pending turn is being applied on the storage pool, because the store stalls.</summary>
    private bool _applying;

    /// <summary>Why the store refuses the oldest pending turn; new turns are refused as long as it does.</summary>
    private string? _storeFailure;

    /// <summary>Created by the node, over a recovered log.</summary>
    public Binlog(PikaNode node, BinlogWriter writer) => (_node, _writer, _store) = (node, writer, node.Store);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, BinlogWriter writer) =>
        Akka.Actor.Props.Create(() => new Binlog(node, writer)).WithDispatcher(PikaNode.InlineDispatcher);

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer("sync", SyncTick.Instance, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Append append:
                OnAppend(append.Turn);
                break;
            case SyncTick:
                OnSyncTick();
                break;
            case Synced synced:
                OnSynced(synced);
                break;
            case Applied applied:
                OnApplied(applied);
                break;
            case RetryApply:
                ApplyOnPool();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAppend(Turn turn)
    {
        if (_storeFailure is not null)
        {
            Sender.Tell(new Refused(_storeFailure), Self);
            return;
        }

        var last = _writer.Position.Last;
        var index = new LogIndex(Math.Max(1, last.Epoch), last.Index + 1);
        try
        {
            turn.Seal(index, _node.NowMs());
            _writer.Append(turn.Batch.Whole.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BinlogException)
        {
            _log.Warning("the binlog refuses a record: {0}", failure.Message);
            Sender.Tell(new Refused($"MISCONF Errors writing to the binlog: {failure.Message}"), Self);
            return;
        }

        _pending.Enqueue(new Pending(Sender, turn, index));
        if (_node.Config.AppendFsync == AppendFsync.Always)
        {
            StartSync();
        }

        ApplyReady();
    }

    // Applies what may be applied, oldest first, and answers.
    private void ApplyReady()
    {
        while (!_applying && _storeFailure is null && _pending.TryPeek(out var next) && MayApply(next))
        {
            if (!TryApply(next.Turn))
            {
                return;
            }

            _pending.Dequeue();
            next.Writer.Tell(Appended.Instance, Self);
        }
    }

    private bool MayApply(Pending pending) =>
        _node.Config.AppendFsync != AppendFsync.Always || _writer.Durable.Last.Index >= pending.Index.Index;

    private bool TryApply(Turn turn)
    {
        try
        {
            if (_store.Write(BinlogRecord.Batch(turn.Batch.Whole.Span), noSlowdown: true) == WriteStatus.Written)
            {
                return true;
            }

            ApplyOnPool();
        }
        catch (StoreException failure)
        {
            OnStoreFailure(failure);
        }

        return false;
    }

    private void ApplyOnPool()
    {
        _applying = true;
        var (store, turn) = (_store, _pending.Peek().Turn);
        _ = _node.Storage.Run(() => ApplyBlocking(store, turn)).PipeTo(Self, failure: static failure => new Applied(failure));
    }

    private static Applied ApplyBlocking(IStore store, Turn turn)
    {
        store.Write(BinlogRecord.Batch(turn.Batch.Whole.Span), noSlowdown: false);
        return new Applied(null);
    }

    private void OnApplied(Applied applied)
    {
        _applying = false;
        if (applied.Failure is not null)
        {
            OnStoreFailure(applied.Failure);
            return;
        }

        if (_storeFailure is not null)
        {
            _log.Info("the store accepts writes again");
            _storeFailure = null;
        }

        _pending.Dequeue().Writer.Tell(Appended.Instance, Self);
        ApplyReady();
    }

    // The record is in the log, so it counts: it is tried until the store takes it, and nothing new is accepted meanwhile.
    private void OnStoreFailure(Exception failure)
    {
        if (_storeFailure is null)
        {
            _log.Error("the store refuses a write, which is tried again until it succeeds: {0}", failure.Message);
        }

        _storeFailure = $"MISCONF Errors writing to the store: {failure.Message}";
        Timers.StartSingleTimer("retry", RetryApply.Instance, RetryAfter);
    }

    private void OnSyncTick()
    {
        if (_node.Config.AppendFsync == AppendFsync.EverySec && _writer.UnsyncedBytes > 0)
        {
            StartSync();
        }
    }

    private void StartSync()
    {
        if (_syncing)
        {
            return;
        }

        _syncing = true;
        var writer = _writer;
        _ = _node.Storage.Run(() => SyncBlocking(writer)).PipeTo(Self, failure: static failure => new Synced(failure));
    }

    private static Synced SyncBlocking(BinlogWriter writer)
    {
        writer.Sync();
        return new Synced(null);
    }

    private void OnSynced(Synced synced)
    {
        _syncing = false;
        if (synced.Failure is not null)
        {
            _log.Error("the binlog cannot be synced, and takes no more records: {0}", synced.Failure.Message);
            RefusePending($"MISCONF Errors writing to the binlog: {synced.Failure.Message}");
            return;
        }

        ApplyReady();
        if (_pending.TryPeek(out var next) && !MayApply(next))
        {
            StartSync();
        }
    }

    // Whether these records are on disk is unknown; the writer accepts none after them, so the store never holds what the log lost.
    private void RefusePending(string error)
    {
        while (!_applying && _pending.TryDequeue(out var pending))
        {
            pending.Writer.Tell(new Refused(error), Self);
        }
    }

    /// <summary>From a writer: make this turn a record. Answered with <see cref="Appended"/> or <see cref="Refused"/>.</summary>
    public sealed record Append(Turn Turn);

    /// <summary>To the writer: its turn is in the log, as durable as was asked for, and in the store.</summary>
    public sealed record Appended
    {
        /// <summary>The only one.</summary>
        public static readonly Appended Instance = new();
    }

    /// <summary>To the writer: nothing of its turn has happened; the error is for the clients.</summary>
    public sealed record Refused(string Error);

    private sealed record SyncTick
    {
        public static readonly SyncTick Instance = new();
    }

    private sealed record RetryApply
    {
        public static readonly RetryApply Instance = new();
    }

    private sealed record Synced(Exception? Failure);

    private sealed record Applied(Exception? Failure);

    private readonly record struct Pending(IActorRef Writer, Turn Turn, LogIndex Index);
}
