using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>Takes a session's replies to the client in the middle of a pipeline.</summary>
public interface IReplySink
{
    /// <summary>Sends all replies and empties the writer. Waits while the client does not read.</summary>
    ValueTask FlushAsync(RespWriter reply);

    /// <summary>
    /// Nothing is received while a client is blocked: has <see cref="Client.Kill"/> called when it closes the connection, or the connection breaks.
    /// False: no more.
    /// </summary>
    void WatchForEnd(bool watch);
}
