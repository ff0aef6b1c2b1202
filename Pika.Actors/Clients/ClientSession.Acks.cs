using Pika.Actors.Blocking;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>The wait of a client for other servers, in WAIT and WAITAOF.</summary>
public sealed partial class ClientSession
{
    private async ValueTask WaitForAcksAsync(Request request)
    {
        var wait = _context.Acks!;
        long now = _node.NowMs();
        long deadline = wait.TimeoutMs == 0 || wait.TimeoutMs > long.MaxValue - now ? long.MaxValue : now + wait.TimeoutMs;
        var blocked = new BlockedClient(_node.Blocked, Client, _context.Command, request.Copy(), default, deadline) { Acks = wait };
        _node.Blocked.Add(blocked);
        _node.Blocked.Show(blocked);
        _node.Acks.Waits.Add(blocked);
        try
        {
            await WaitBlockedAsync(blocked);
        }
        finally
        {
            _node.Acks.Waits.Remove(blocked);
        }
    }

    // All that the client has written so far is in the log up to here.
    private void NoteWrites() => Client.LastWriteIndex = _node.Binlog.Position.Last.Index;
}
