using Akka.Actor;
using Pika.Actors.Node;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>
/// One file of the log. Serves readers in chunks, and knows what keeps the file. Reading happens on the storage pool, for several readers at
/// a time; the file stays as long as somebody holds a lease on a record of it.
/// <code>
///   Held ──Release──► Released (answers NotHeld, ends with the last running read)
/// </code>
/// </summary>
internal sealed class BinlogSegment : UntypedActor
{
    /// <summary>Open files kept for readers that go on where they ended: as many as replicas usually follow one master.</summary>
    private const int IdleReaders = 4;

    private readonly IStoragePool _pool;
    private readonly BinlogDirectory _directory;
    private readonly long _segment;

    /// <summary>Readers that stand before the named record, the one used last at the end.</summary>
    private readonly List<(ulong Next, BinlogReader Reader)> _idle = [];
    private int _reading;
    private bool _released;

    /// <summary>Created by <see cref="Binlog"/>, at start and when the log begins a new file.</summary>
    public BinlogSegment(IStoragePool pool, BinlogDirectory directory, long segment) =>
        (_pool, _directory, _segment) = (pool, directory, segment);

    /// <summary>The way to make it.</summary>
    public static Props Props(IStoragePool pool, BinlogDirectory directory, long segment) =>
        Akka.Actor.Props.Create(() => new BinlogSegment(pool, directory, segment));

    /// <summary>The actor's name: the number has six digits at least, so that names sort.</summary>
    public static string NameOf(long segment) => FormattableString.Invariant($"segment-{segment:D6}");

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Read read:
                OnRead(read);
                break;
            case ReadEnded ended:
                OnReadEnded(ended);
                break;
            case Describe:
                Sender.Tell(new Described(_directory.Find(_segment), _released), Self);
                break;
            case Release:
                _released = true;
                EndWhenReleased();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _idle.ForEach(static idle => idle.Reader.Dispose());

    private void OnRead(Read read)
    {
        if (_released || _directory.Find(_segment) is not { } info || read.Index < info.FirstIndex || read.Index > info.LastIndex + 1)
        {
            Sender.Tell(new NotHeld(read.Index), Self);
            return;
        }

        _reading++;
        var (directory, reader, from) = (_directory, TakeIdle(read.Index), Sender);
        _ = _pool
            .Run(() => ReadBlocking(directory, info, reader, read, from))
            .PipeTo(Self, failure: failure => new ReadEnded(from, new ReadFailed(read.Index, failure.Message), null));
    }

    // The reader sees nothing behind the last whole record, and never leaves the file.
    private static ReadEnded ReadBlocking(BinlogDirectory directory, BinlogSegmentInfo info, BinlogReader? idle, Read read, IActorRef from)
    {
        var reader = idle ?? directory.OpenReader(read.Index);
        if (reader is null)
        {
            return new ReadEnded(from, new NotHeld(read.Index), null);
        }

        try
        {
            return new ReadEnded(from, Fill(reader, info, read), reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static object Fill(BinlogReader reader, BinlogSegmentInfo info, Read read)
    {
        var limit = new BinlogPosition(info.Segment, info.Bytes, default);
        var (bytes, next) = (new List<byte[]>(), read.Index);
        for (long size = 0; size < read.MaxBytes; next++)
        {
            switch (reader.Next(limit))
            {
                case BinlogReadStatus.Record:
                    bytes.Add(reader.Record.Bytes.ToArray());
                    size += bytes[^1].Length;
                    break;
                case BinlogReadStatus.End:
                    return new Chunk(read.Index, bytes, next);
                case BinlogReadStatus.Gone:
                    return new NotHeld(read.Index);
                default:
                    return new ReadFailed(next, reader.Damage?.ToString() ?? "the record is damaged");
            }
        }

        return new Chunk(read.Index, bytes, next);
    }

    private void OnReadEnded(ReadEnded ended)
    {
        _reading--;
        ended.From.Tell(ended.Answer, Self);
        if (ended is { Reader: { } reader, Answer: Chunk chunk })
        {
            _idle.Add((chunk.Next, reader));
            if (_idle.Count > IdleReaders)
            {
                _idle[0].Reader.Dispose();
                _idle.RemoveAt(0);
            }
        }
        else
        {
            ended.Reader?.Dispose();
        }

        EndWhenReleased();
    }

    private BinlogReader? TakeIdle(ulong index)
    {
        int at = _idle.FindIndex(idle => idle.Next == index);
        if (at < 0)
        {
            return null;
        }

        var reader = _idle[at].Reader;
        _idle.RemoveAt(at);
        return reader;
    }

    private void EndWhenReleased()
    {
        if (_released && _reading == 0)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>
    /// Asks for records from an index on. Hold a lease on it. Answered with <see cref="Chunk"/>, <see cref="NotHeld"/> or <see cref="ReadFailed"/>.
    /// </summary>
    /// <param name="MaxBytes">The chunk ends with the record that reaches this size; one record always fits.</param>
    public sealed record Read(ulong Index, int MaxBytes);

    /// <summary>Records as they stand in the file.</summary>
    /// <param name="Records">None: the segment has no more of them at present.</param>
    /// <param name="Next">The index behind the last; locate it again when the segment has no more.</param>
    public sealed record Chunk(ulong First, IReadOnlyList<byte[]> Records, ulong Next);

    /// <summary>The segment does not have the record (any more).</summary>
    public sealed record NotHeld(ulong Index);

    /// <summary>The disk failed, or the file is damaged.</summary>
    public sealed record ReadFailed(ulong Index, string Reason);

    /// <summary>Asks what the segment is; answered with <see cref="Described"/>.</summary>
    public sealed record Describe
    {
        /// <summary>The only one.</summary>
        public static readonly Describe Instance = new();
    }

    /// <summary>What the segment is.</summary>
    /// <param name="Info">Null when the log does not have it any more.</param>
    /// <param name="Released">Nobody needs it: it is being deleted.</param>
    public sealed record Described(BinlogSegmentInfo? Info, bool Released);

    /// <summary>From <see cref="Binlog"/>: the file goes.</summary>
    public sealed record Release
    {
        /// <summary>The only one.</summary>
        public static readonly Release Instance = new();
    }

    private sealed record ReadEnded(IActorRef From, object Answer, BinlogReader? Reader);
}
