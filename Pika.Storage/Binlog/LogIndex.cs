namespace Pika.Storage.Binlog;

/// <summary>
/// Names a record of the history: the epoch in which a master wrote it, and its number, which grows by one from record to record.
/// The same pair on two nodes of one history means the same bytes. Index 0 stands before the first record.
/// </summary>
/// <param name="Epoch">The epoch of the master that wrote the record; never falls along the log.</param>
/// <param name="Index">The number of the record, from 1.</param>
public readonly record struct LogIndex(uint Epoch, ulong Index)
{
    /// <summary>Before the first record.</summary>
    public static LogIndex None => default;

    /// <summary>As <c>epoch:index</c>, the way it is shown everywhere.</summary>
    public override string ToString() => $"{Epoch}:{Index}";
}
