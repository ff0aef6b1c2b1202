using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Store;

namespace Pika.Actors.Clients;

/// <summary>What a session has to wait for other than a run of writes: a transaction, the storage pool, a pause, a client that does not read.</summary>
public sealed partial class ClientSession
{
    // What was answered before the pause is not to wait for its end.
    private async ValueTask WaitForPauseAsync()
    {
        if (Reply.Length > 0)
        {
            await _sink.FlushAsync(Reply);
        }

        await ListenDuring(new ValueTask<Task>(_node.Pause.WaitAsync(Client)));
        _now = _node.DataClock.NowMs();
    }

    private async ValueTask RunApartAsync(Step step, Request request)
    {
        await (
            step switch
            {
                Step.Exec => ExecAsync(request),
                Step.Waits => WaitForAcksAsync(request),
                _ => RunOnPoolAsync(request),
            }
        );
        TakePushes();
        if (LeavesMore)
        {
            await SettleAsync();
        }
    }

    // What a command leaves behind, beside its reply.
    private async ValueTask SettleAsync()
    {
        if (_run.Commands.Count > 0)
        {
            await SendRun();
            EndRun();
        }

        if (_keyspace.Sightings.HasExpired)
        {
            await _node.Router.ExpireAsync(Client.Database, _keyspace.Sightings.TakeExpired());
        }

        if (Client.Tracking is { IsFresh: true } tracking)
        {
            // A turn that began before tells nobody: it has to be over before the client reads what it may change.
            tracking.IsFresh = false;
            await _node.Router.PassAsync();
        }

        if (_context.Hold > TimeSpan.Zero)
        {
            await Task.Delay(_context.Hold, _node.Time);
            _context.Hold = TimeSpan.Zero;
        }

        if (Reply.Length >= FlushBytes)
        {
            await _sink.FlushAsync(Reply);
        }
    }

    private async ValueTask RunOnPoolAsync(Request request)
    {
        CommandTable.Find(request, out var command);
        int mark = Reply.Length;
        long started = CommandAccounting.Start(_node);
        _keyspace.Tier = ReadTier.All;
        await _node.Storage.Run(() =>
        {
            Run(command!, request);
            return true;
        });
        if (_context.Migration is { } migration)
        {
            mark = await MigrateAsync(migration, command!, request, started);
        }

        Silence(mark);
    }

    private async ValueTask ExecAsync(Request request)
    {
        int mark = Reply.Length;
        long started = CommandAccounting.Start(_node);
        var transaction = Client.Transaction;
        if (!transaction.Open)
        {
            Reply.Error("ERR EXEC without MULTI");
        }
        else if (transaction.Broken)
        {
            Reply.Error("EXECABORT Transaction discarded because of previous errors.");
            transaction.End();
        }
        else
        {
            await RunTransactionAsync(transaction);
            Client.KillAll(transaction.Victims);
            transaction.End();
        }

        CommandAccounting.Finish(_node, SessionCommands.Exec, request, Client, Reply, mark, started);
        Show(SessionCommands.Exec, request);
        Silence(mark);
    }

    private async ValueTask RunTransactionAsync(Transaction transaction)
    {
        _run.Commands.AddRange(transaction.Queue);
        _run.IsTransaction = true;
        _run.Slow = transaction.Queue.Exists(static queued => queued.Command.Execution == Protocol.Execution.SlowRead);
        await _node.Router.SendAsync(_run, _node.Router.OfTransaction(Client));
        NoteWrites();
        _context.Hold = _run.Hold;
        _run.Reset();
    }
}
