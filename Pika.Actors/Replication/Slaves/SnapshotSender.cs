using System.Buffers;
using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// Serves one replica the files of a snapshot, piece by piece as it asks for them, in order and within the rate limit. Reads one piece at a time,
/// on the storage pool. Ends with its link, or with the snapshot.
/// <code>
///   Idle ──Fetch──► Reading ──Read──► Pacing (within the limit) ──► Idle | Reading
/// </code>
/// </summary>
internal sealed class SnapshotSender : UntypedActor, IWithTimers
{
    /// <summary>The largest piece: with less, the way through the actors costs too much; with more, heartbeats wait behind it on slow links.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Requests of one replica that may wait; more is none of our replicas.</summary>
    private const int MostRequests = 256;

    private readonly PikaNode _node;
    private readonly IReplicationLink _link;
    private readonly SnapshotFiles _snapshot;
    private readonly SnapshotReader _reader;
    private readonly Queue<Frame.Fetch> _requests = new();
    private bool _busy;
    private Task<Frame.Chunk>? _reading;

    /// <summary>Created by its <see cref="SlaveNode"/> when the snapshot is there.</summary>
    public SnapshotSender(PikaNode node, IReplicationLink link, SnapshotFiles snapshot) =>
        (_node, _link, _snapshot, _reader) = (node, link, snapshot, snapshot.OpenReader());

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, IReplicationLink link, SnapshotFiles snapshot) =>
        Akka.Actor.Props.Create(() => new SnapshotSender(node, link, snapshot));

    /// <inheritdoc/>
    protected override void PreStart() =>
        _link.Send(new Frame.Manifest(_snapshot.Manifest.Id, Payload.CopyOf(_snapshot.Manifest.ToBytes())));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Frame.Fetch fetch:
                OnFetch(fetch);
                break;
            case Frame.Chunk chunk:
                Pace(chunk);
                break;
            case Paced paced:
                Send(paced.Chunk);
                break;
            case ReadFailed failed:
                Context.Parent.Tell(new Failed(failed.Reason), Self);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // The file may be being read.
    /// <inheritdoc/>
    protected override void PostStop()
    {
        var reader = _reader;
        _ = (_reading ?? Task.CompletedTask).ContinueWith(
            _ => reader.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private void OnFetch(Frame.Fetch fetch)
    {
        if (fetch.Snapshot != _snapshot.Manifest.Id)
        {
            return;
        }

        _requests.Enqueue(fetch);
        if (_requests.Count > MostRequests)
        {
            _link.Close($"the replica asks for more than {MostRequests} pieces at once");
            return;
        }

        ReadNext();
    }

    private void ReadNext()
    {
        if (_busy || !_requests.TryDequeue(out var fetch))
        {
            return;
        }

        _busy = true;
        var reader = _reader;
        _reading = _node.Storage.Run(() => Read(reader, fetch));
        _ = _reading.PipeTo(Self, failure: static failure => new ReadFailed(failure.Message));
    }

    private static Frame.Chunk Read(SnapshotReader reader, Frame.Fetch fetch)
    {
        int length = Math.Clamp(fetch.Length, 0, MostBytes);
        byte[] room = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            var piece = reader.Read(fetch.File, fetch.Offset, room.AsSpan(0, length));
            var payload = Payload.Take(room, piece.Length);
            return new Frame.Chunk(fetch.Snapshot, fetch.File, fetch.Offset, piece.FileCrc ?? 0, piece.FileCrc is not null, payload);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(room);
            throw;
        }
    }

    private void Pace(Frame.Chunk chunk)
    {
        var now = TimeSpan.FromMilliseconds(_node.Time.GetTimestamp() * 1000.0 / _node.Time.TimestampFrequency);
        var wait = _node.FullSyncs.Rate.Reserve(chunk.Bytes.Length, _node.Config.RsyncRateLimit, now);
        if (wait == TimeSpan.Zero)
        {
            Send(chunk);
        }
        else
        {
            Timers.StartSingleTimer("pace", new Paced(chunk), wait);
        }
    }

    private void Send(Frame.Chunk chunk)
    {
        Context.Parent.Tell(new Sent(chunk.Bytes.Length), Self);
        _link.Send(chunk);
        _busy = false;
        ReadNext();
    }

    /// <summary>To the SlaveNode: so many bytes more are on their way.</summary>
    public sealed record Sent(int Bytes);

    /// <summary>To the SlaveNode: the snapshot cannot be read.</summary>
    public sealed record Failed(string Reason);

    private sealed record Paced(Frame.Chunk Chunk);

    private sealed record ReadFailed(string Reason);
}
