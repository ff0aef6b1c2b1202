using Microsoft.Extensions.Logging;

namespace Pika.Actors.Node;

/// <summary>What the node says to the log.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Error, "the command '{Command}' failed unexpectedly")]
    public static partial void CommandFailed(this ILogger log, string command, Exception failure);

    [LoggerMessage(2, LogLevel.Information, "replayed {Records} records of the binlog, up to {Last}")]
    public static partial void Replayed(this ILogger log, long records, string last);

    [LoggerMessage(3, LogLevel.Warning, "{Cut}")]
    public static partial void TornTailCut(this ILogger log, string cut);

    [LoggerMessage(4, LogLevel.Warning, "{Reason}; the store has all its records and more, so a new log begins behind it")]
    public static partial void LogStartedOver(this ILogger log, string reason);

    [LoggerMessage(11, LogLevel.Information, "a new log begins behind the data of the full sync, at {Applied}")]
    public static partial void LogBegun(this ILogger log, string applied);

    [LoggerMessage(5, LogLevel.Information, "closing client {Id} at {Address}: {Reason}")]
    public static partial void ClientCut(this ILogger log, long id, string address, string reason);

    [LoggerMessage(6, LogLevel.Error, "saving failed: {Reason}")]
    public static partial void SaveFailed(this ILogger log, string reason);

    [LoggerMessage(10, LogLevel.Information, "the connection of a replica, client {Id} at {Address}, ended: {Reason}")]
    public static partial void ReplicaConnectionEnded(this ILogger log, long id, string address, string reason);

    [LoggerMessage(9, LogLevel.Error, "compaction failed: {Reason}")]
    public static partial void CompactionFailed(this ILogger log, string reason);

    [LoggerMessage(
        7,
        LogLevel.Critical,
        "{Where} failed unexpectedly; the server stops, and recovers from the binlog when it is started again"
    )]
    public static partial void NodeFailed(this ILogger log, string where, Exception defect);

    [LoggerMessage(8, LogLevel.Error, "cannot {What} at the end, which the next start makes good: {Reason}")]
    public static partial void StopIncomplete(this ILogger log, string what, string reason);
}
