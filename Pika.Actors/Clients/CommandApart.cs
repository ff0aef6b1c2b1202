using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Clients;

/// <summary>
/// Commands that a client's connection waits for, one by one: EXEC, those that belong on the storage pool, and those that wait for other servers. Used by its
/// <see cref="ClientSession"/>.
/// </summary>
internal sealed class CommandApart(
    PikaNode node,
    Client client,
    RespWriter reply,
    Keyspace keyspace,
    ClientVoice voice,
    CommandRunner runner,
    CommandRun run
)
{
    /// <summary>Runs a command where the disk may be waited for.</summary>
    /// <param name="now">The time for the data, unix ms.</param>
    public async ValueTask RunOnPoolAsync(Request request, long now)
    {
        CommandTable.Find(request, out var command);
        int mark = reply.Length;
        long started = CommandAccounting.Start(node);
        keyspace.Tier = ReadTier.All;
        await node.Storage.Run(() =>
        {
            runner.Run(command!, request, now);
            return true;
        });
        if (runner.Context.Migration is { } migration)
        {
            mark = await MigrateAsync(migration, command!, request, started);
        }

        voice.Silence(mark);
    }

    /// <summary>EXEC.</summary>
    public async ValueTask ExecAsync(Request request)
    {
        int mark = reply.Length;
        long started = CommandAccounting.Start(node);
        var transaction = client.Transaction;
        if (!transaction.Open)
        {
            reply.Error("ERR EXEC without MULTI");
        }
        else if (transaction.Broken)
        {
            reply.Error("EXECABORT Transaction discarded because of previous errors.");
            transaction.End();
        }
        else
        {
            runner.Context.Hold = await run.RunAsync(transaction);
            client.KillAll(transaction.Victims);
            transaction.End();
        }

        CommandAccounting.Finish(node, SessionCommands.Exec, request, client, reply, mark, started);
        voice.Show(SessionCommands.Exec, request);
        voice.Silence(mark);
    }

    // Keys go to another server. The command counts when it is over, with all the time that it took.
    private async ValueTask<int> MigrateAsync(Migration.Migration migration, CommandSpec command, Request request, long started)
    {
        await voice.FlushAsync();
        byte[]? error = await voice.ListenDuring(new ValueTask<byte[]?>(migration.RunAsync()));
        client.NoteWrites(node);
        int mark = reply.Length;
        if (error is null)
        {
            reply.Ok();
        }
        else
        {
            reply.Error(error);
        }

        CommandAccounting.Finish(node, command, request, client, reply, mark, started);
        voice.Show(command, request);
        return mark;
    }
}
