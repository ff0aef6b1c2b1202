using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>What clients are told when their writes cannot be logged or stored; Redis's words, where Redis has them.</summary>
internal static class LogErrors
{
    private const string NoSpace = "No space left on device";

    /// <summary>For turns of a replica.</summary>
    public const string ReadOnly = "READONLY You can't write against a read only replica.";

    /// <summary>For records of a master that come when the node has become a master itself.</summary>
    public const string NotFollowing = "ERR the node is not a replica any more";

    /// <summary>For turns that replicas should have confirmed before the node became a replica itself.</summary>
    public const string UnconfirmedAsReplica =
        "NOREPLICAS The write is in the binlog, but the node has become a replica before enough replicas have confirmed it: whether the new master has it is not known";

    /// <summary>For turns that a defect of the server has caught: what became of them is known only after a restart.</summary>
    public const string Defect = "ERR internal error: the server stops, and whether the command took effect is not known";

    /// <summary>Follows the log's error where the turn was in the log before the sync failed: a restart may find it, or not.</summary>
    public const string InDoubt = "the command is in the binlog, but only a restart tells whether it is on disk and takes effect";

    /// <summary>Follows the store's error where the turn is in the log already.</summary>
    public const string Postponed = "the command is in the binlog and takes effect when the store works again";

    /// <summary>For turns that too few replicas have confirmed.</summary>
    /// <param name="replicas"><c>replica-acks</c>.</param>
    /// <param name="timeoutMs"><c>replica-acks-timeout</c>.</param>
    public static string Unconfirmed(int replicas, int timeoutMs) =>
        $"NOREPLICAS The write is in the binlog, but fewer than {replicas} replicas have confirmed within {timeoutMs} ms that they have it on disk: a failover may lose it";

    /// <summary>Whether the failure concerns one record or one moment. A failed sync is for good, and anything else is a defect.</summary>
    public static bool MayPass(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or BinlogException { Fault: not BinlogFault.SyncFailed };

    /// <summary>The log refused a record, a roll or a sync.</summary>
    public static string OfLog(Exception failure) =>
        failure is BinlogException { Fault: BinlogFault.RecordTooLarge }
            ? $"ERR {failure.Message}"
            : $"MISCONF Errors writing to the binlog: {(failure is DiskFullException ? NoSpace : failure.Message)}";

    /// <summary>The store refused what is in the log already.</summary>
    public static string OfStore(StoreException failure) =>
        $"MISCONF Errors writing to the store: {(failure.Error == StoreError.NoSpace ? NoSpace : failure.Message)}";
}
