using Microsoft.Extensions.Logging;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>A step of a node's end. What a failing disk does not let be done is logged, and the end goes on.</summary>
internal static class StopStep
{
    /// <summary>Does it, if the disk lets it.</summary>
    /// <param name="what">For the log: "cannot ... at the end".</param>
    public static void Try(ILogger log, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BinlogException or StoreException)
        {
            log.StopIncomplete(what, failure.Message);
        }
    }
}
