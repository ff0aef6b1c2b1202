using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>EXEC: the queue goes to its writer as one batch, and becomes one record of the log.</summary>
public sealed partial class ClientSession
{
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
        }
        else
        {
            await RunTransactionAsync(transaction);
            Client.KillAll(transaction.Victims);
        }

        CommandAccounting.Finish(_node, SessionCommands.Exec, request, Client, Reply, mark, started);
        transaction.End();
        Silence(mark);
    }

    private async ValueTask RunTransactionAsync(Transaction transaction)
    {
        _run.Commands.AddRange(transaction.Queue);
        _run.IsTransaction = true;
        _run.Slow = transaction.Queue.Exists(static queued => queued.Command.Execution == Protocol.Execution.SlowRead);
        await _node.Router.SendAsync(_run, _node.Router.OfTransaction(Client));
        _run.Reset();
    }
}
