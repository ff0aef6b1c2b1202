using System.Runtime.ExceptionServices;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// Where turns become records: the first part of <see cref="Binlog"/>, used by it alone. A refusal leaves nothing behind in the log, and
/// passes by itself: each further turn tries it again.
/// </summary>
internal sealed class LogEnd(PikaNode node, BinlogWriter writer, ILoggingAdapter log)
{
    /// <summary>The end of the log before the turn at hand: read once for each, as reading takes a lock.</summary>
    private BinlogPosition _at;

    /// <summary>Why the log refused the last record or the last roll; empty when it took it.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Bytes that the current segment had room for before the last record.</summary>
    public long Left => node.Config.BinlogFileSize - _at.Offset;

    /// <summary>Whether a record of this size would begin a new segment. Comes before each append.</summary>
    public bool IsFull(int recordBytes)
    {
        _at = writer.Position;
        return writer.WouldRoll(_at, recordBytes);
    }

    /// <summary>Gives the turn its place and appends it. Null, or the error for its clients.</summary>
    /// <param name="begins">Whether the turn is the first of another epoch.</param>
    public string? TryAppend(Turn turn, bool begins, out LogIndex index)
    {
        var last = _at.Last;
        index = new LogIndex(last.Epoch + (begins ? 1u : 0u), last.Index + 1);
        return TryAppend(turn, turn.Batch.Whole, index);
    }

    /// <summary>Appends a record of a master, which has its place. Null, or why it cannot be.</summary>
    public string? TryAppend(ReadOnlyMemory<byte> record, out LogIndex index)
    {
        index = new BinlogRecordView(record.Span).Position;
        return TryAppend(null, record, index);
    }

    // A turn's record is sealed here, as that too may fail for what passes.
    private string? TryAppend(Turn? turn, ReadOnlyMemory<byte> record, LogIndex index)
    {
        try
        {
            turn?.Seal(index, node.NowMs());
            writer.Append(record.Span);
        }
        catch (Exception failure) when (LogErrors.MayPass(failure))
        {
            return Refuse(failure);
        }

        if (Refusal.Length > 0)
        {
            log.Info("the binlog takes records again");
            Refusal = "";
        }

        return null;
    }

    /// <summary>
    /// The error for the clients of a turn that the log could not take. Said once to the server's log, however many turns it concerns. What
    /// cannot pass is thrown on.
    /// </summary>
    public string Refuse(Exception failure)
    {
        if (!LogErrors.MayPass(failure))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        string error = LogErrors.OfLog(failure);
        bool concernsThisTurnAlone = failure is BinlogException { Fault: BinlogFault.RecordTooLarge };
        if (Refusal.Length == 0 && !concernsThisTurnAlone)
        {
            log.Warning("the binlog refuses records, and clients get errors for their writes, until this is over: {0}", failure.Message);
            Refusal = error;
        }

        return error;
    }
}
