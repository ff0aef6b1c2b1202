using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// The records of a master on their way into the log and the store, one chunk at a time; used by <see cref="MasterLink"/> alone, which hands it the messages that
/// come of it. Receiving goes on while a chunk is applied, and while the disk refuses it: then it is tried again, until it is in.
/// </summary>
internal sealed class RecordStream(PikaNode node, IActorRef owner)
{
    private readonly AckSchedule _acks = new();
    private RecordInbox _inbox = new(0);
    private DigestCheck _digests = new(0);
    private ReceivedChunk? _chunk;

    /// <summary>The last record that was taken out of the inbox and found sound.</summary>
    private LogIndex _sound;

    /// <summary>What became of a chunk.</summary>
    public enum Outcome
    {
        /// <summary>It is applied, or of no interest any more.</summary>
        Done,

        /// <summary>Not all of it is applied; <see cref="TryAgain"/>, after a while.</summary>
        Refused,

        /// <summary>The node is no replica any more.</summary>
        Over,
    }

    /// <summary>The last record that readers see.</summary>
    public ulong AppliedIndex { get; private set; }

    /// <summary>Why the last try was refused; empty if it was not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Whether the log is known to differ from the master's.</summary>
    public bool Differs => _digests.Flaw is not null;

    /// <summary>Whether records that the master knows to be applied are not known to be on disk.</summary>
    public bool WaitsForDisk => _acks.WaitsForDisk;

    /// <summary>A stream begins.</summary>
    /// <param name="after">The last record of the log.</param>
    /// <param name="applied">The last record of the store.</param>
    public void Begin(LogIndex after, ulong applied)
    {
        End();
        (_inbox, _digests, _sound, AppliedIndex) = (new RecordInbox(after.Index), new DigestCheck(after.Index), after, applied);
        _acks.Reset();
    }

    /// <summary>The link has ended. What is being applied goes on to its end.</summary>
    public void End()
    {
        _inbox.Clear();
        _chunk?.Abandon();
        (_chunk, Problem) = (null, "");
    }

    /// <summary>Takes records over, and begins to apply them. Null, or why the link is to be closed.</summary>
    public string? Add(Frame.Records records) => _inbox.Add(records) ?? ApplyNext();

    /// <inheritdoc cref="Add(Frame.Records)"/>
    public string? Add(Frame.RecordPart part) => _inbox.Add(part) ?? ApplyNext();

    /// <summary>The master tells its digest. Null, or why the link is to be closed.</summary>
    public string? Compare(Frame.MasterAlive alive)
    {
        _digests.Expect(alive.DigestIndex, alive.Digest);
        return _digests.Flaw;
    }

    /// <summary>What is to be told to the master now; false: nothing that it does not know.</summary>
    /// <param name="all">Whether it is news that records are here and no more than that.</param>
    /// <param name="ack">What to tell.</param>
    public bool TryAck(bool all, out Frame.Ack ack) =>
        _acks.TryNext(_inbox.Last, AppliedIndex, node.Binlog.Durable.Last.Index, all, out ack);

    /// <summary>The applying of a chunk has ended.</summary>
    public Outcome OnApplied(Applied applied)
    {
        if (applied.Chunk != _chunk)
        {
            return Outcome.Done;
        }

        if (applied.Error is not { } error)
        {
            EndChunk();
            return Outcome.Done;
        }

        Problem = error;
        return error == LogErrors.NotFollowing ? Outcome.Over : Outcome.Refused;
    }

    /// <summary>Looks how much of the chunk that was refused is in the store; the owner is told <see cref="Looked"/>.</summary>
    public void TryAgain()
    {
        if (_chunk is { } chunk)
        {
            var store = node.Store;
            _ = node
                .Storage.Run(() => new Looked(chunk, AppliedRow.Read(store, ReadTier.All)))
                .PipeTo(owner, failure: _ => new Looked(chunk, null));
        }
    }

    /// <summary>Tries what the log has not of the chunk that was refused. What the log has, the store gets without us.</summary>
    public Outcome OnLooked(Looked looked)
    {
        if (looked.Chunk != _chunk)
        {
            return Outcome.Done;
        }

        AppliedIndex = Math.Clamp(looked.Applied?.Index ?? 0, AppliedIndex, _chunk.Records.Last.Index);
        if (_chunk.Records.After(node.Binlog.Position.Last.Index) is { } rest)
        {
            _chunk.Begin(rest);
            node.Router.Apply(rest, _chunk.End);
            return Outcome.Done;
        }

        if (AppliedIndex < _chunk.Records.Last.Index)
        {
            return Outcome.Refused;
        }

        EndChunk();
        return Outcome.Done;
    }

    /// <summary>Begins to apply what waits, if nothing is being applied. Null, or why the link is to be closed.</summary>
    public string? ApplyNext()
    {
        if (_chunk is not null || _inbox.Take() is not { } bytes)
        {
            return null;
        }

        if (ReceivedRecords.TryParse(bytes.Memory, _sound, out string? flaw) is not { } records)
        {
            bytes.Release();
            return flaw;
        }

        for (int i = 0; i < records.Count; i++)
        {
            _digests.Add(records[i].Span);
        }

        if (_digests.Flaw is { } difference)
        {
            bytes.Release();
            return difference;
        }

        _sound = records.Last;
        _chunk = new ReceivedChunk(bytes, records, owner);
        node.Router.Apply(records, _chunk.End);
        return null;
    }

    private void EndChunk()
    {
        AppliedIndex = _chunk!.Records.Last.Index;
        _chunk.Finish();
        (_chunk, Problem) = (null, "");
    }

    /// <summary>To the owner: the applying of a chunk has ended.</summary>
    /// <param name="Chunk">Which.</param>
    /// <param name="Through">The last record of the log.</param>
    /// <param name="Error">What kept the rest out; null if nothing did.</param>
    public sealed record Applied(ReceivedChunk Chunk, ulong Through, string? Error);

    /// <summary>To the owner: the last record of the store; null if it could not be read.</summary>
    public sealed record Looked(ReceivedChunk Chunk, LogIndex? Applied);
}
