namespace Pika.Storage.Binlog;

/// <summary>The log cannot be used as it is; the message names the file, the offset and what to do. Nothing on disk was changed.</summary>
public sealed class BinlogException : Exception
{
    /// <summary>A fault with its kind and its description.</summary>
    public BinlogException(BinlogFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public BinlogFault Fault { get; }

    /// <summary>The sync of a file of the log has failed.</summary>
    internal static BinlogException OfSync(string file, IOException failure) =>
        new(
            BinlogFault.SyncFailed,
            $"the sync of '{file}' failed ({failure.Message}); restart the node: recovery finds what is on disk",
            failure
        );
}

/// <summary>The kinds of fault that callers tell apart.</summary>
public enum BinlogFault
{
    /// <summary>Bytes before the tail are damaged, or a file is missing between two others.</summary>
    Damaged,

    /// <summary>
    /// The store is ahead of the log: records that it holds were lost from the log's tail, as a power cut can do that comes before the
    /// log's sync and after the store's flush. The data is whole; <see cref="BinlogRecovery.StartOver"/> begins a new log behind it.
    /// </summary>
    AppliedBeyondEnd,

    /// <summary>The store is behind the first record that the log still holds: the records between are gone.</summary>
    AppliedBeforeStart,

    /// <summary>The store and the log have the same index with different epochs: they belong to different histories.</summary>
    OtherHistory,

    /// <summary>The record is larger than the format allows.</summary>
    RecordTooLarge,

    /// <summary>The disk failed a sync: what is durable is unknown, and only a restart with its recovery can tell.</summary>
    SyncFailed,
}
