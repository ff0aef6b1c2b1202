using System.Text;
using Pika.Actors.Clients;
using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Actors.Migration;

/// <summary>
/// MIGRATE, after its arguments. No shard waits for the other server; instead, keys go in windows:
/// <code>
///   a turn of each shard begins to watch its keys ──► they are read and sent ──► the target answers for each ──► a turn of each shard removes those that
///   the target has taken and that nobody has changed since
/// </code>
/// So a write that comes in between is never lost: its key stays, and the reply says so. With COPY nothing is watched or removed.
/// </summary>
internal sealed class Migration(PikaNode node, Client client, MigrateOptions options, IReadOnlyList<byte[]> names)
{
    /// <summary>Keys in a window: the target's replies to them, even errors, fit into what a socket holds while nobody reads.</summary>
    private const int WindowKeys = 256;

    private const string Changed =
        "ERR A key was changed while it was migrated: what is here counts, and the target has what it was before. MIGRATE it again with REPLACE";

    private readonly Database _database = client.Database;

    /// <summary>What went wrong first.</summary>
    private byte[]? _error;

    /// <summary>Brings the keys over; gives up when the client is killed or the node is about to stop. Does not throw.</summary>
    /// <returns>The error to answer; null: all is well.</returns>
    public async Task<byte[]?> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(stop.Token);
        if (!await TaskGroups.First(run, TaskGroups.First(client.Gone, node.Stopping)))
        {
            await stop.CancelAsync();
        }

        await run;
        return _error;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            using var target = await MigrationTarget.ConnectAsync(
                node.Outbound,
                options.Host,
                options.Port,
                options.Timeout,
                node.Time,
                stop
            );
            using var requests = new RespWriter();
            await RunAsync(target, requests, stop);
        }
        catch (TargetLostException lost)
        {
            Note(lost.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Note(node.Describe(failure, "migrate"));
        }
    }

    private async Task RunAsync(MigrationTarget target, RespWriter requests, CancellationToken stop)
    {
        bool goesOn = await TryGreetAsync(target, requests);
        for (int i = 0; i < names.Count && goesOn; i += WindowKeys)
        {
            var keys = names.Skip(i).Take(WindowKeys).Select(name => new MigratingKey(name, new WatchSet(node.Watches))).ToList();
            try
            {
                goesOn = await TryMoveAsync(target, requests, keys, stop);
            }
            finally
            {
                keys.ForEach(static key => key.Watch.Drop());
            }
        }
    }

    // Keys are sent only when the target is in the right database: it would take them into another one.
    private async Task<bool> TryGreetAsync(MigrationTarget target, RespWriter requests)
    {
        if (options.Auth.Count > 0)
        {
            requests.Array(options.Auth.Count);
            foreach (byte[] word in options.Auth)
            {
                requests.Bulk(word);
            }
        }

        requests.Array(2);
        requests.Bulk("SELECT"u8);
        requests.Bulk(options.Database);
        await target.SendAsync(requests);
        for (int replies = options.Auth.Count > 0 ? 2 : 1; replies > 0; replies--)
        {
            NoteOfTarget(await target.ReceiveAsync());
        }

        return _error is null;
    }

    // False: there is no sense in going on with other keys.
    private async Task<bool> TryMoveAsync(MigrationTarget target, RespWriter requests, List<MigratingKey> keys, CancellationToken stop)
    {
        if (options.Copy)
        {
            await SendAsync(target, requests, keys);
            await ReceiveAsync(target, keys);
            return true;
        }

        if (!await TryInTurns(keys, removes: false))
        {
            return false;
        }

        try
        {
            await SendAsync(target, requests, keys);
            await ReceiveAsync(target, keys);
        }
        catch (TargetLostException lost)
        {
            // What it has taken before goes all the same.
            Note(lost.Message);
            await TryRemoveAsync(keys, stop);
            return false;
        }

        return await TryRemoveAsync(keys, stop);
    }

    private async Task SendAsync(MigrationTarget target, RespWriter requests, List<MigratingKey> keys)
    {
        for (int next = 0; next < keys.Count; )
        {
            int from = next;
            next = await node.Storage.Run(() => RestoreRequests.Write(node, _database, options.Replace, keys, from, requests));
            await target.SendAsync(requests);
        }

        if (keys.Find(static key => key.Unfit is not null) is { } unfit)
        {
            Note($"ERR {unfit.Unfit}");
        }
    }

    private async Task ReceiveAsync(MigrationTarget target, List<MigratingKey> keys)
    {
        foreach (var key in keys.Where(static key => key.Sent))
        {
            byte[]? error = await target.ReceiveAsync();
            key.Taken = error is null;
            NoteOfTarget(error);
        }
    }

    private async Task<bool> TryRemoveAsync(List<MigratingKey> keys, CancellationToken stop)
    {
        // What began before CLIENT PAUSE must not write during it.
        while (node.Pause.Holds(SessionCommands.Migrate, client))
        {
            if (client.Killed || stop.IsCancellationRequested)
            {
                return false;
            }

            await node.Pause.WaitAsync(client);
        }

        var taken = keys.Where(static key => key.Taken).ToList();
        if (!await TryInTurns(taken, removes: true))
        {
            return false;
        }

        if (taken.Exists(static key => key.Changed))
        {
            Note(Changed);
        }

        return true;
    }

    private async Task<bool> TryInTurns(List<MigratingKey> keys, bool removes)
    {
        string?[] errors = await node.Router.MigrateAsync(_database, keys, client.Id, removes);
        if (Array.Find(errors, static error => error is not null) is not { } refused)
        {
            return true;
        }

        Note(refused);
        return false;
    }

    private void NoteOfTarget(byte[]? error)
    {
        if (error is not null)
        {
            _error ??= [.. "ERR Target instance replied with error: "u8, .. error];
        }
    }

    private void Note(string error) => _error ??= Encoding.UTF8.GetBytes(error);
}
