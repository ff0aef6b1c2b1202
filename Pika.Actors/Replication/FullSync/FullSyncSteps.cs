using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// What a replica does in a full sync, step by step on the storage pool: it saves the records that would be lost, writes the files, and completes them. Used by
/// <see cref="MasterLink"/> alone, which is told when a step is done; a step of an earlier connection tells its session.
/// </summary>
internal sealed class FullSyncSteps(PikaNode node, IActorRef owner)
{
    private readonly string _data = Path.GetFullPath(node.Config.Dir);
    private readonly SnapshotDownload _download = new(node.Files, new SyncFolder(Path.GetFullPath(node.Config.Dir)));

    /// <summary>Pieces that have come while others were being written.</summary>
    private List<Frame.Chunk> _chunks = [];
    private Frame.Manifest? _manifest;
    private ulong _session;
    private bool _tailIsSafe;
    private bool _isWriting;

    /// <summary>Whether a full sync has begun whose data is not installed. A look at the disk.</summary>
    public bool HasBegun => HasBegunAt(node);

    /// <summary>Whether the manifest has come.</summary>
    public bool HasManifest => _manifest is not null;

    /// <summary>Whether the files can be asked for.</summary>
    public bool IsReady => _tailIsSafe && HasManifest;

    /// <inheritdoc cref="HasBegun"/>
    public static bool HasBegunAt(PikaNode node) =>
        node.Files.FileExists(new SyncFolder(Path.GetFullPath(node.Config.Dir)).IncomingManifest);

    /// <summary>The last file with records that a master had not; null if there is none. A look at the disk.</summary>
    public string? FindTail() => DivergentTail.Find(node.Files, _data);

    /// <summary>A full sync was ordered on a connection.</summary>
    /// <param name="divergesAt">The first record that the master has not; from there on all are saved. 0: there is none.</param>
    public void Begin(ulong session, ulong divergesAt)
    {
        End();
        (_session, _tailIsSafe) = (session, divergesAt == 0);
        if (!_tailIsSafe)
        {
            var (log, end, data) = (node.Binlog.Directory, node.Binlog.Position, _data);
            _ = node
                .Storage.Run(() => new TailSaved(session, DivergentTail.Save(log, end, divergesAt, data), null))
                .PipeTo(owner, failure: failure => new TailSaved(session, null, failure.Message));
        }
    }

    /// <summary>The tail is saved, or there is none.</summary>
    public void TailIsSafe() => _tailIsSafe = true;

    /// <summary>Takes the manifest over.</summary>
    public void Add(Frame.Manifest manifest) => _manifest = manifest;

    /// <summary>Begins to receive.</summary>
    public void BeginDownload()
    {
        var (session, manifest, download) = (_session, _manifest!, _download);
        _manifest = null;
        _isWriting = true;
        Run(() => download.Begin(session, manifest));
    }

    /// <summary>Takes a piece over. Null, or what is wrong.</summary>
    public string? Add(Frame.Chunk chunk)
    {
        if (_chunks.Count == FetchWindow.Most)
        {
            chunk.Release();
            return "the master sends more of the files than was asked for";
        }

        _chunks.Add(chunk);
        WriteNext();
        return null;
    }

    /// <summary>A step is done: the next may begin.</summary>
    public void OnStepped()
    {
        _isWriting = false;
        WriteNext();
    }

    /// <summary>Makes everything durable, so that the next start installs it.</summary>
    public void Complete()
    {
        var download = _download;
        _ = node
            .Storage.Run(() =>
            {
                download.Complete();
                return new Completed("");
            })
            .PipeTo(owner, failure: static failure => new Completed(failure.Message));
    }

    /// <summary>No full sync is needed after all: what was received goes.</summary>
    public void Discard() => RunAlone(_download.Discard);

    /// <summary>The connection has ended. What was received stays.</summary>
    public void End()
    {
        _manifest?.Release();
        _chunks.ForEach(static chunk => chunk.Release());
        _chunks.Clear();
        (_manifest, _isWriting) = (null, false);
    }

    /// <summary>The link ends for good.</summary>
    public void Close()
    {
        End();
        RunAlone(_download.Dispose);
    }

    private void WriteNext()
    {
        if (_isWriting || _chunks.Count == 0)
        {
            return;
        }

        var (session, chunks, download) = (_session, _chunks, _download);
        (_chunks, _isWriting) = ([], true);
        Run(() => download.Write(session, chunks));
    }

    private void Run(Func<SnapshotDownload.Step?> step)
    {
        ulong session = _session;
        _ = node
            .Storage.Run(() => new Stepped(session, step(), null))
            .PipeTo(owner, failure: failure => new Stepped(session, null, failure.Message));
    }

    // Nobody waits for it; a file that cannot be removed is met again by the next full sync.
    private void RunAlone(Action action) =>
        _ = node.Storage.Run(() =>
        {
            action();
            return true;
        });

    /// <summary>To the owner: what is to be done now; null after a failure, or of a connection that has ended.</summary>
    public sealed record Stepped(ulong Session, SnapshotDownload.Step? Step, string? Failure);

    /// <summary>To the owner: the records that would be lost are in a file, or there were none.</summary>
    public sealed record TailSaved(ulong Session, string? File, string? Failure);

    /// <summary>To the owner: the next start installs the data, if the failure is empty.</summary>
    public sealed record Completed(string Failure);
}
