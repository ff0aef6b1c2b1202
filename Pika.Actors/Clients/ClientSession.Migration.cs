using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>The wait of a client whose keys go to another server.</summary>
public sealed partial class ClientSession
{
    // What was answered before is not to wait for it. The command counts when it is over, with all the time that it took.
    private async ValueTask<int> MigrateAsync(Migration.Migration migration, CommandSpec command, Request request, long started)
    {
        if (Reply.Length > 0)
        {
            await _sink.FlushAsync(Reply);
        }

        byte[]? error = await ListenDuring(new ValueTask<byte[]?>(migration.RunAsync()));
        NoteWrites();
        int mark = Reply.Length;
        if (error is null)
        {
            Reply.Ok();
        }
        else
        {
            Reply.Error(error);
        }

        CommandAccounting.Finish(_node, command, request, Client, Reply, mark, started);
        Show(command, request);
        _now = _node.NowMs();
        return mark;
    }
}
