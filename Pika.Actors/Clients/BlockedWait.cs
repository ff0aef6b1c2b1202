using Pika.Actors.Blocking;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Actors.Replication.Waiting;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>The wait of a client in a blocking command, or for other servers in WAIT and WAITAOF. Used by its <see cref="ClientSession"/>.</summary>
internal sealed class BlockedWait(PikaNode node, Client client, RespWriter reply, IReplySink sink, ClientVoice voice)
{
    /// <summary>Waits, and answers. What was answered before is not to wait for it; the commands behind it do.</summary>
    public async ValueTask RunAsync(BlockedClient blocked)
    {
        sink.WatchForEnd(true);
        try
        {
            if (client.Killed)
            {
                blocked.Abandon();
            }

            await voice.FlushAsync();
            var outcome = await voice.ListenDuring(blocked.Completion);
            int mark = reply.Length;
            Answer(blocked, outcome);
            voice.Silence(mark);
        }
        finally
        {
            // A connection that breaks ends the wait from here.
            blocked.Abandon();
            sink.WatchForEnd(false);
        }
    }

    /// <summary>Waits for other servers, and answers.</summary>
    public async ValueTask RunAsync(AckWait wait, CommandSpec command, Request request)
    {
        long now = node.NowMs();
        long deadline = wait.TimeoutMs == 0 || wait.TimeoutMs > long.MaxValue - now ? long.MaxValue : now + wait.TimeoutMs;
        var blocked = new BlockedClient(node.Blocked, client, command, request.Copy(), default, deadline) { Acks = wait };
        node.Blocked.Add(blocked);
        node.Blocked.Show(blocked);
        node.Acks.Waits.Add(blocked);
        try
        {
            await RunAsync(blocked);
        }
        finally
        {
            node.Acks.Waits.Remove(blocked);
        }
    }

    private void Answer(BlockedClient blocked, WaitOutcome outcome)
    {
        switch (outcome)
        {
            case WaitOutcome.Served or WaitOutcome.TimedOut or WaitOutcome.LetGo when blocked.Acks is { } acks:
                acks.Answer(reply);
                break;
            case WaitOutcome.Served:
                client.NoteWrites(node);
                reply.Raw(blocked.Reply.WrittenSpan);
                blocked.Reply.Dispose();
                break;
            case WaitOutcome.TimedOut:
                reply.NullArray();
                break;
            case WaitOutcome.LetGo:
                reply.NullArray();
                CommandStatistics.Resume(blocked.Command, 0, failed: true);
                break;
            case WaitOutcome.Interrupted:
                Fail(blocked, "UNBLOCKED client unblocked via CLIENT UNBLOCK");
                break;
            case WaitOutcome.Demoted:
                Fail(blocked, "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
                client.CloseAfterReply = true;
                break;
        }
    }

    private void Fail(BlockedClient blocked, string error)
    {
        int mark = reply.Length;
        reply.Error(error);
        CommandStatistics.Resume(blocked.Command, 0, failed: true);
        node.Errors.Add(reply.WrittenSpan[mark..]);
    }
}
