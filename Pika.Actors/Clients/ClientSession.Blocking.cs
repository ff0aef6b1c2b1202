using Pika.Actors.Blocking;
using Pika.Actors.Information;

namespace Pika.Actors.Clients;

/// <summary>The wait of a client in a blocking command.</summary>
public sealed partial class ClientSession
{
    // What was answered before is not to wait for it. The commands behind it do.
    private async ValueTask WaitBlockedAsync(BlockedClient blocked)
    {
        _sink.WatchForEnd(true);
        try
        {
            if (Client.Killed)
            {
                blocked.Abandon();
            }

            if (Reply.Length > 0)
            {
                await _sink.FlushAsync(Reply);
            }

            var outcome = await ListenDuring(blocked.Completion);
            int mark = Reply.Length;
            AnswerBlocked(blocked, outcome);
            Silence(mark);
        }
        finally
        {
            // A connection that breaks ends the wait from here.
            blocked.Abandon();
            _sink.WatchForEnd(false);
        }

        _now = _node.DataClock.NowMs();
    }

    private void AnswerBlocked(BlockedClient blocked, WaitOutcome outcome)
    {
        switch (outcome)
        {
            case WaitOutcome.Served or WaitOutcome.TimedOut or WaitOutcome.LetGo when blocked.Acks is { } acks:
                acks.Answer(Reply);
                break;
            case WaitOutcome.Served:
                NoteWrites();
                Reply.Raw(blocked.Reply.WrittenSpan);
                blocked.Reply.Dispose();
                break;
            case WaitOutcome.TimedOut:
                Reply.NullArray();
                break;
            case WaitOutcome.LetGo:
                Reply.NullArray();
                CommandStatistics.Resume(blocked.Command, 0, failed: true);
                break;
            case WaitOutcome.Interrupted:
                Fail(blocked, "UNBLOCKED client unblocked via CLIENT UNBLOCK");
                break;
            case WaitOutcome.Demoted:
                Fail(blocked, "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
                Client.CloseAfterReply = true;
                break;
        }
    }

    private void Fail(BlockedClient blocked, string error)
    {
        int mark = Reply.Length;
        Reply.Error(error);
        CommandStatistics.Resume(blocked.Command, 0, failed: true);
        _node.Errors.Add(Reply.WrittenSpan[mark..]);
    }
}
