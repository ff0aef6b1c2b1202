using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// The replica's side of a full sync on disk. Its methods block, run on the storage pool, and follow each other; it outlives the link, so that another link
/// goes on where the one before ended. Each is told its link's session: a step of an earlier one does nothing.
/// </summary>
internal sealed class SnapshotDownload(IFileSystem files, SyncFolder folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FetchWindow _window = new();
    private SnapshotStaging? _staging;
    private byte[] _manifest = [];
    private LogIndex _applied;
    private ulong _session;

    /// <summary>The master's name of the snapshot.</summary>
    private ulong _snapshot;

    /// <summary>Begins with a snapshot, or goes on with it if it is the one that was begun.</summary>
    /// <exception cref="SnapshotException">It is not sound, or there is not enough space.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public Step Begin(ulong session, Frame.Manifest manifest)
    {
        lock (_gate)
        {
            try
            {
                (_session, _snapshot) = (session, manifest.Snapshot);
                _window.Reset();
                if (_staging is not null && manifest.Bytes.Span.SequenceEqual(_manifest))
                {
                    _staging.Restart();
                }
                else
                {
                    Open(manifest.Bytes.Span);
                }

                return Next();
            }
            catch
            {
                Close();
                throw;
            }
            finally
            {
                manifest.Release();
            }
        }
    }

    /// <summary>Writes pieces, in the order in which they have come, and says what to ask for next. Null: they are of an earlier session.</summary>
    /// <exception cref="SnapshotException">They are not what was asked for, or a file has come damaged too often.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public Step? Write(ulong session, IReadOnlyList<Frame.Chunk> chunks)
    {
        lock (_gate)
        {
            try
            {
                if (session != _session || _staging is null)
                {
                    return null;
                }

                foreach (var chunk in chunks)
                {
                    Write(_staging, chunk);
                }

                return Next();
            }
            catch
            {
                Close();
                throw;
            }
            finally
            {
                foreach (var chunk in chunks)
                {
                    chunk.Release();
                }
            }
        }
    }

    /// <summary>Makes everything durable: the next start of the node installs it.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Complete()
    {
        lock (_gate)
        {
            (_staging ?? throw new SnapshotException("the snapshot was given up")).Complete();
            Close();
        }
    }

    /// <summary>The data that is there is good: what was received of other data goes.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            Close();
            SnapshotStaging.Discard(files, folder);
        }
    }

    /// <summary>Closes the files. What was received stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Open(ReadOnlySpan<byte> bytes)
    {
        Close();
        if (SnapshotManifest.TryRead(bytes, out var manifest) is { } flaw)
        {
            throw new SnapshotException(flaw);
        }

        _staging = SnapshotStaging.Begin(files, folder, manifest);
        (_manifest, _applied) = (bytes.ToArray(), manifest.Applied);
    }

    private void Write(SnapshotStaging staging, Frame.Chunk chunk)
    {
        if (chunk.Snapshot != _snapshot)
        {
            throw new SnapshotException("a piece of another snapshot has come");
        }

        _ = staging.Write(chunk.File, chunk.Offset, chunk.Bytes.Span, chunk.IsLast ? chunk.FileCrc : null);
        _window.Written();
    }

    private Step Next()
    {
        var fetches = new List<Frame.Fetch>();
        while (_window.IsOpen && _staging!.TryNext(out var fetch))
        {
            fetches.Add(new Frame.Fetch(_snapshot, fetch.File, fetch.Offset, fetch.Length));
            _window.Asked();
        }

        return new Step(fetches, _staging!.ReceivedBytes, _staging.TotalBytes, _staging.IsReceived, _applied);
    }

    private void Close()
    {
        _staging?.Dispose();
        _staging = null;
    }

    /// <summary>How far it is.</summary>
    /// <param name="Fetches">What to ask the master for now.</param>
    /// <param name="Received">Bytes that are there.</param>
    /// <param name="Total">All bytes.</param>
    /// <param name="IsReceived">Whether all files are there, and sound.</param>
    /// <param name="Applied">The record that the data is at.</param>
    public sealed record Step(IReadOnlyList<Frame.Fetch> Fetches, long Received, long Total, bool IsReceived, LogIndex Applied);
}
