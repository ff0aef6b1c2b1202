using Pika.Protocol;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>What clients are told of a command that failed unexpectedly.</summary>
internal static class CommandFailure
{
    /// <summary>The error reply; the details go to the log.</summary>
    public static string Describe(this PikaNode node, Exception failure, string command)
    {
        node.Log.CommandFailed(command, failure);
        return failure is StoreException or BinlogException or ReplyTooLongException
            ? $"ERR {failure.Message}"
            : $"ERR internal error in '{command}'";
    }
}
