using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Actors.Tracking;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Clients;

/// <summary>Runs single commands of a client on the calling thread: those that need no writer. Used by its <see cref="ClientSession"/>.</summary>
internal sealed class CommandRunner(PikaNode node, Client client, RespWriter reply, Keyspace keyspace, ClientVoice voice)
{
    /// <summary>What the last command has left, beside its reply.</summary>
    public CommandContext Context { get; } = new(node, keyspace);

    /// <summary>
    /// Runs a command, and has it counted and shown, unless it has to wait for something: then the keyspace is incomplete, or the context has what is waited for.
    /// </summary>
    /// <param name="now">The time for the data, unix ms.</param>
    public void Run(CommandSpec command, in Request request, long now)
    {
        int mark = reply.Length;
        Context.Begin(command, request, client, reply, now);
        long started = CommandAccounting.Start(node);
        try
        {
            if (client.Tracking is not null)
            {
                TrackedReads.Remember(node.Tracking, command, request, client);
            }

            if (ReadsSeveralRows(command))
            {
                keyspace.PinSnapshot();
            }

            CommandHandlers.Of(command)(Context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            reply.Truncate(mark);
            reply.Error(node.Describe(failure, command.FullName));
        }

        keyspace.ReleaseSnapshot();
        if (keyspace.Incomplete)
        {
            _ = keyspace.Sightings.TakeCounts();
            return;
        }

        node.Statistics.AddKeyspace(keyspace);
        if (Context.Migration is not null)
        {
            return;
        }

        if (Context.Acks is null)
        {
            CommandAccounting.Finish(node, command, request, client, reply, mark, started);
        }
        else
        {
            CommandAccounting.Blocked(node, command, started);
        }

        voice.Show(command, request);
    }

    private static bool ReadsSeveralRows(CommandSpec command) =>
        command.Execution == Protocol.Execution.TurnRead
        || (command.LastKey != command.FirstKey && command.Execution != Protocol.Execution.Connection);
}
