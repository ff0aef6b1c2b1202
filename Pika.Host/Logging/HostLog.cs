using System.Net;
using Microsoft.Extensions.Logging;

namespace Pika.Host.Logging;

/// <summary>What the host says: start, listeners, stop.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "Pika.NET {Version} starting, pid {Pid}, data in {Directory}")]
    public static partial void Starting(ILogger logger, string version, int pid, string directory);

    [LoggerMessage(2, LogLevel.Information, "Configuration loaded from {File}")]
    public static partial void ConfigurationLoaded(ILogger logger, string file);

    [LoggerMessage(3, LogLevel.Information, "Listening on {EndPoint}")]
    public static partial void Listening(ILogger logger, EndPoint endPoint);

    [LoggerMessage(4, LogLevel.Information, "Ready to accept connections")]
    public static partial void Ready(ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Stopping: {Reason}")]
    public static partial void Stopping(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Information, "Stopped, bye bye...")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(7, LogLevel.Debug, "Connection {Connection} ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, string connection, string reason);

    [LoggerMessage(8, LogLevel.Error, "Connection {Connection} failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception failure, string connection);

    [LoggerMessage(9, LogLevel.Warning, "Accepting on {EndPoint} failed")]
    public static partial void AcceptFailed(ILogger logger, Exception failure, EndPoint endPoint);

    [LoggerMessage(10, LogLevel.Warning, "Not listening on optional address {Address}: {Reason}")]
    public static partial void OptionalAddressMissing(ILogger logger, string address, string reason);

    [LoggerMessage(11, LogLevel.Error, "Stopping the node failed; the binlog is replayed at the next start")]
    public static partial void StopFailed(ILogger logger, Exception failure);

    [LoggerMessage(13, LogLevel.Information, "Restarting the node: {Reason}")]
    public static partial void Restarting(ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Information, "The node is open again")]
    public static partial void Restarted(ILogger logger);

    [LoggerMessage(15, LogLevel.Information, "Installed snapshot {Id}, which is at record {Applied} ({Bytes} bytes)")]
    public static partial void SnapshotInstalled(ILogger logger, string id, string applied, long bytes);

    [LoggerMessage(16, LogLevel.Error, "A snapshot was marked complete but is not installed: {Flaw}; the data are the old ones")]
    public static partial void SnapshotRefused(ILogger logger, string flaw);

    [LoggerMessage(12, LogLevel.Information, "RocksDB {Version} from {Path}")]
    public static partial void RocksDbLoaded(ILogger logger, string version, string path);
}
