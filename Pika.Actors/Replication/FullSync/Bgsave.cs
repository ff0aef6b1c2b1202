using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// Makes checkpoints of the store for full syncs, shares them, and deletes them when nobody uses them any more. The log is pinned before a
/// checkpoint is begun, and stays pinned until each taker has a lease of its own: a taker is told the index, takes its lease at
/// <see cref="Binlog"/> from there on, and says <see cref="Secured"/>. Who gets what is decided by <see cref="CheckpointQueue"/>.
/// <code>
///   Cleaning ──leftovers of earlier runs are gone──► Serving
///
///   each checkpoint:  Pinning ──pinned──► Making ──made──► Ready ──nobody uses it──► removed
///                        └────not held──────┴──failed──────────────────────────────►┘
/// </code>
/// </summary>
internal sealed class Bgsave : UntypedActor, IWithTimers
{
    private const string PinPrefix = "bgsave-";

    private readonly PikaNode _node;
    private readonly SyncFolder _folder;
    private readonly CheckpointQueue _queue = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>Who is told about an owner's checkpoint. Each is watched, and its end gives its checkpoint back.</summary>
    private readonly Dictionary<string, IActorRef> _takers = new(StringComparer.Ordinal);

    /// <summary>The checkpoints that wait for their lease on the log.</summary>
    private readonly HashSet<long> _pinning = [];

    /// <summary>The first record that each checkpoint may lack, from the moment when the log is pinned.</summary>
    private readonly Dictionary<long, ulong> _pinned = [];

    /// <summary>The checkpoints that are ready.</summary>
    private readonly Dictionary<long, SnapshotFiles> _ready = [];
    private bool _cleaning = true;
    private long _made;
    private long _failed;
    private string _lastFailure = "";

    /// <summary>Created by the node.</summary>
    public Bgsave(PikaNode node) => (_node, _folder) = (node, new SyncFolder(Path.GetFullPath(node.Config.Dir)));

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    // While it cleans up, all wait.
    private int Most => _cleaning ? 0 : _node.Config.MaxFullSyncs;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node) => Akka.Actor.Props.Create(() => new Bgsave(node));

    /// <inheritdoc/>
    protected override void PreStart() =>
        _ = _node.Storage.Run(() => CleanBlocking(_node, _folder)).PipeTo(Self, failure: static failure => new Cleaned(failure.Message));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Take take:
                OnTake(take);
                break;
            case Secured secured:
                Do(_queue.Secured(secured.Owner, _node.SteadyMs()));
                break;
            case GiveBack given:
                OnGivenBack(given.Owner);
                break;
            case TakerEnded ended when _takers.TryGetValue(ended.Owner, out var taker) && taker.Equals(ended.Taker):
                OnGivenBack(ended.Owner);
                break;
            case TakerEnded:
                break;
            case BinlogProtocol.Pinned pinned:
                OnPinned(pinned.Lease);
                break;
            case BinlogProtocol.NotHeld notHeld:
                OnNotHeld(notHeld);
                break;
            case BinlogProtocol.PinRevoked revoked:
                Do(_queue.PinLost(NumberOf(revoked.Owner), $"the log could not be kept for it: {revoked.Reason}", Most, _node.SteadyMs()));
                break;
            case Made made:
                OnMade(made);
                break;
            case MakeFailed failed:
                OnFailed(failed.Number, failed.Reason);
                break;
            case Aged aged:
                Do(_queue.Aged(aged.Number, _node.SteadyMs()));
                break;
            case Cleaned cleaned:
                OnCleaned(cleaned);
                break;
            case RemoveFailed failed:
                _log.Warning("cannot delete checkpoint {0}, which the next start makes good: {1}", failed.Number, failed.Reason);
                break;
            case Removed:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnTake(Take take)
    {
        if (_takers.TryGetValue(take.Owner, out var before) && !before.Equals(take.Taker))
        {
            // The lease of the one before ends with it, so its checkpoint may be of no use to this one.
            OnGivenBack(take.Owner);
        }

        if (!_takers.ContainsKey(take.Owner))
        {
            _takers.Add(take.Owner, take.Taker);
            Context.WatchWith(take.Taker, new TakerEnded(take.Owner, take.Taker));
        }

        Do(_queue.Take(take.Owner, Most, _node.SteadyMs()));
    }

    private void OnGivenBack(string owner)
    {
        Forget(owner);
        Do(_queue.GiveBack(owner, Most, _node.SteadyMs()));
    }

    private void OnPinned(BinlogPin lease)
    {
        long number = NumberOf(lease.Owner);
        _pinning.Remove(number);
        _pinned[number] = lease.Index;
        var (node, folder) = (_node, _folder);
        _ = node
            .Storage.Run(() => MakeBlocking(node, folder, number, lease.Index))
            .PipeTo(Self, failure: failure => new MakeFailed(number, failure.Message));
    }

    // The answer does not say to which request: whatever waits for its lease has failed.
    private void OnNotHeld(BinlogProtocol.NotHeld notHeld)
    {
        foreach (long number in _pinning.ToArray())
        {
            _pinning.Remove(number);
            OnFailed(number, $"the log begins with {notHeld.First} and goes on with {notHeld.Next}, which the store does not fit");
        }
    }

    private void OnMade(Made made)
    {
        _made++;
        _ready[made.Number] = made.Snapshot;
        _log.Info("checkpoint {0} is at {1}, {2} bytes", made.Number, made.Snapshot.Manifest.Applied, made.Snapshot.Manifest.TotalBytes);
        Timers.StartSingleTimer(AgedTimer(made.Number), new Aged(made.Number), TimeSpan.FromMilliseconds(CheckpointQueue.FreshMs));
        Do(_queue.Made(made.Number, _node.SteadyMs()));
    }

    private void OnFailed(long number, string reason)
    {
        _failed++;
        _lastFailure = reason;
        _log.Error("checkpoint {0} failed: {1}", number, reason);
        Do(_queue.Failed(number, $"the checkpoint failed: {reason}", Most, _node.SteadyMs()));
    }

    private void OnCleaned(Cleaned cleaned)
    {
        if (cleaned.Failure is not null)
        {
            _log.Warning("cannot delete what earlier checkpoints have left: {0}", cleaned.Failure);
        }

        _cleaning = false;
        Do(_queue.Look(Most, _node.SteadyMs()));
    }

    // What somebody is told of can be seen by then.
    private void Do(IReadOnlyList<CheckpointStep> steps)
    {
        _node.FullSyncs.Facts = new BgsaveFacts(_queue.Checkpoints, _queue.Taking, _queue.Waiting, _made, _failed, _lastFailure);
        foreach (var step in steps)
        {
            switch (step)
            {
                case CheckpointStep.Make make:
                    Pin(make.Number);
                    break;
                case CheckpointStep.Wait wait:
                    _takers[wait.Owner].Tell(new Waiting(wait.Place), Self);
                    break;
                case CheckpointStep.Give give:
                    _takers[give.Owner].Tell(new Taken(_ready[give.Number], _pinned[give.Number]), Self);
                    break;
                case CheckpointStep.Refuse refuse:
                    _takers[refuse.Owner].Tell(new TakeFailed(refuse.Reason), Self);
                    Forget(refuse.Owner);
                    break;
                case CheckpointStep.Unpin unpin:
                    _node.Appender.Tell(new BinlogProtocol.Release(PinOf(unpin.Number)), Self);
                    break;
                case CheckpointStep.Remove remove:
                    Remove(remove.Number);
                    break;
            }
        }
    }

    private void Pin(long number)
    {
        var config = _node.Config;
        var idle = TimeSpan.FromSeconds(config.ReplicaPinMaxSeconds);
        _pinning.Add(number);
        _node.Appender.Tell(new BinlogProtocol.Pin(PinOf(number), null, config.ReplicaPinMaxBytes, idle), Self);
    }

    private void Remove(long number)
    {
        _pinned.Remove(number);
        _ready.Remove(number);
        Timers.Cancel(AgedTimer(number));
        var (node, path) = (_node, _folder.Checkpoint(number));
        _ = node.Storage.Run(() => DeleteBlocking(node, path)).PipeTo(Self, failure: failure => new RemoveFailed(number, failure.Message));
    }

    private void Forget(string owner)
    {
        if (_takers.Remove(owner, out var taker))
        {
            Context.Unwatch(taker);
        }
    }

    private static string PinOf(long number) => PinPrefix + number.ToString(CultureInfo.InvariantCulture);

    private static long NumberOf(string pin) => long.Parse(pin.AsSpan(PinPrefix.Length), CultureInfo.InvariantCulture);

    private static string AgedTimer(long number) => "aged-" + number.ToString(CultureInfo.InvariantCulture);

    private static Cleaned CleanBlocking(PikaNode node, SyncFolder folder)
    {
        foreach (string name in node.Files.ListDirectories(folder.Root))
        {
            if (SyncFolder.IsCheckpoint(name))
            {
                node.Files.DeleteDirectory(Path.Combine(folder.Root, name));
            }
        }

        return new Cleaned(null);
    }

    // A checkpoint behind its lease would be of no use: the log between the two may go, and whoever takes it comes back for another.
    private static Made MakeBlocking(PikaNode node, SyncFolder folder, long number, ulong pinned)
    {
        string path = folder.Checkpoint(number);
        node.Files.CreateDirectory(folder.Root);
        node.Files.DeleteDirectory(path);
        var applied = node.Store.Checkpoint(path) ?? LogIndex.None;
        if (applied.Index + 1 < pinned)
        {
            node.Files.DeleteDirectory(path);
            throw new IOException($"the copy is at {applied}, and the store had record {pinned - 1} before it was made");
        }

        ulong id = (ulong)node.Chance(long.MaxValue);
        string description = string.Create(CultureInfo.InvariantCulture, $"port {node.Config.Port}, record {applied}");
        return new Made(number, SnapshotFiles.List(node.Files, path, id, applied, node.NowMs(), description));
    }

    private static Removed DeleteBlocking(PikaNode node, string path)
    {
        node.Files.DeleteDirectory(path);
        return Removed.Instance;
    }

    /// <summary>
    /// Asks for a checkpoint. Answered to the taker with <see cref="Taken"/> or <see cref="TakeFailed"/>, and before with <see cref="Waiting"/> whenever that
    /// changes. The taker is watched: its end gives the checkpoint back. Asking again repeats the answer.
    /// </summary>
    /// <param name="Owner">The replica's node id; it has one checkpoint at a time.</param>
    public sealed record Take(string Owner, IActorRef Taker);

    /// <summary>
    /// Here is the checkpoint. The taker now takes a lease of its own on the log, and then says <see cref="Secured"/>; if it does not get the lease, it gives
    /// the checkpoint back.
    /// </summary>
    /// <param name="PinIndex">The first record that the checkpoint may lack: the log is pinned from there on.</param>
    public sealed record Taken(SnapshotFiles Snapshot, ulong PinIndex);

    /// <summary>There is no checkpoint, or no more: the owner is forgotten, and may ask again later.</summary>
    public sealed record TakeFailed(string Reason);

    /// <summary>The owner's turn has not come.</summary>
    /// <param name="Position">The owner's place in the queue, from 1; 0: its checkpoint is being made.</param>
    public sealed record Waiting(int Position);

    /// <summary>From a taker: it has a lease of its own, from <see cref="Taken.PinIndex"/> on or later.</summary>
    public sealed record Secured(string Owner);

    /// <summary>From a taker: it needs the checkpoint no more, and reads no more of it; or it does not want to wait.</summary>
    public sealed record GiveBack(string Owner);

    private sealed record TakerEnded(string Owner, IActorRef Taker);

    private sealed record Cleaned(string? Failure);

    private sealed record Made(long Number, SnapshotFiles Snapshot);

    private sealed record MakeFailed(long Number, string Reason);

    private sealed record Aged(long Number);

    private sealed record Removed
    {
        public static readonly Removed Instance = new();
    }

    private sealed record RemoveFailed(long Number, string Reason);
}
