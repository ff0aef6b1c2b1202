namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// What was sent to a replica and is not applied there yet. It bounds what the replica has to hold, and what is lost with a link. Pure.
/// </summary>
internal sealed class StreamWindow
{
    /// <summary>Bytes that may be under way: a second of heavy writes, and little beside what a replica's store keeps in memory.</summary>
    public const long MaxBytes = 16 << 20;

    private readonly Queue<(ulong Last, int Bytes)> _sent = new();
    private long _bytes;

    /// <summary>Bytes under way.</summary>
    public long Bytes => _bytes;

    /// <summary>Whether more may be sent. What is sent may exceed the bound by itself, so that a large record gets through.</summary>
    public bool IsOpen => _bytes < MaxBytes;

    /// <summary>Records up to an index were sent.</summary>
    public void Sent(ulong last, int bytes)
    {
        _sent.Enqueue((last, bytes));
        _bytes += bytes;
    }

    /// <summary>The replica has applied the records up to an index.</summary>
    public void Applied(ulong index)
    {
        while (_sent.TryPeek(out var oldest) && oldest.Last <= index)
        {
            _bytes -= oldest.Bytes;
            _sent.Dequeue();
        }
    }
}
