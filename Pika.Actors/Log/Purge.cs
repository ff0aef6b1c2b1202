using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Actors.Log;

/// <summary>
/// Deletes the files that <see cref="Binlog"/> has released, always from the oldest on, so that the log has no hole whatever comes
/// between. A restart forgets nothing: it asks again what is to be deleted.
/// <code>
///   Idle ──Delete──► Deleting ──done──► Idle (or Deleting, when more was released)
///                     │    ▲
///               failed▼    │pause over
///                     Pausing
/// </code>
/// </summary>
internal sealed class Purge : UntypedActor, IWithTimers
{
    /// <summary>The pause after a first failure; each further one doubles it.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause: whoever repairs the disk should not have to wait.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IStoragePool _pool;
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly IActorRef _binlog;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>Released and not deleted, the oldest first.</summary>
    private IReadOnlyList<long> _released = [];
    private TimeSpan _pause = FirstPause;
    private State _state = State.Idle;

    /// <summary>Created by <see cref="Binlog"/>.</summary>
    public Purge(IStoragePool pool, IFileSystem files, string directory, IActorRef binlog) =>
        (_pool, _files, _directory, _binlog) = (pool, files, directory, binlog);

    private enum State
    {
        /// <summary>Nothing is released.</summary>
        Idle,

        /// <summary>Files are being deleted on the storage pool.</summary>
        Deleting,

        /// <summary>The disk refused; it is tried again after a pause.</summary>
        Pausing,
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(IStoragePool pool, IFileSystem files, string directory, IActorRef binlog) =>
        Akka.Actor.Props.Create(() => new Purge(pool, files, directory, binlog));

    /// <inheritdoc/>
    protected override void PreStart() => _binlog.Tell(Started.Instance, Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Delete delete:
                OnDelete(delete);
                break;
            case Finished finished:
                OnFinished(finished);
                break;
            case PauseOver:
                BecomeDeleting();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnDelete(Delete delete)
    {
        _released = delete.Segments;
        if (_state == State.Idle && _released.Count > 0)
        {
            BecomeDeleting();
        }
    }

    private void BecomeDeleting()
    {
        _state = State.Deleting;
        var (files, directory, segments) = (_files, _directory, _released);
        _ = _pool.Run(() => DeleteBlocking(files, directory, segments)).PipeTo(Self, failure: failure => new Finished(segments, failure));
    }

    private static Finished DeleteBlocking(IFileSystem files, string directory, IReadOnlyList<long> segments)
    {
        BinlogDirectory.DeleteFiles(files, directory, segments);
        return new Finished(segments, null);
    }

    private void OnFinished(Finished finished)
    {
        if (finished.Failure is not null)
        {
            BecomePausing(finished.Failure);
            return;
        }

        _pause = FirstPause;
        _released = [.. _released.Except(finished.Segments)];
        _binlog.Tell(new Deleted(finished.Segments), Self);
        if (_released.Count > 0)
        {
            BecomeDeleting();
        }
        else
        {
            _state = State.Idle;
        }
    }

    private void BecomePausing(Exception failure)
    {
        _state = State.Pausing;
        _log.Warning("cannot delete released binlog files, trying again in {0} s: {1}", (int)_pause.TotalSeconds, failure.Message);
        Timers.StartSingleTimer("pause", PauseOver.Instance, _pause);
        _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
    }

    /// <summary>From <see cref="Binlog"/>: all that is released and not deleted yet, the oldest first.</summary>
    public sealed record Delete(IReadOnlyList<long> Segments);

    /// <summary>To <see cref="Binlog"/>: these are gone, durably.</summary>
    public sealed record Deleted(IReadOnlyList<long> Segments);

    /// <summary>To <see cref="Binlog"/>, at a start or restart: what is to be deleted?</summary>
    public sealed record Started
    {
        /// <summary>The only one.</summary>
        public static readonly Started Instance = new();
    }

    private sealed record Finished(IReadOnlyList<long> Segments, Exception? Failure);

    private sealed record PauseOver
    {
        public static readonly PauseOver Instance = new();
    }
}
