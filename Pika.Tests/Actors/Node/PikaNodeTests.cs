using System.Text;
using Pika.Actors.Configuration;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Differential;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Node;

/// <summary>
/// Random commands on keys and strings, power cuts between them. With <c>appendfsync always</c> nothing that was answered is lost, the counts are right,
/// and in the end no row is left that no key refers to. A failure prints the seed.
/// </summary>
public sealed class PikaNodeTests
{
    private readonly int _seed = TestSeed.Current;
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Answered_commands_survive_power_cuts()
    {
        var chance = new Chance(_seed);
        Grammar[] groups = [new KeyGrammar(whole: true), new TransactionGrammar(new KeyGrammar(whole: true), new StringGrammar())];
        var (disk, store) = (new SimulatedFileSystem(_seed), new MemoryStore());
        for (var life = 0; life < 12; life++)
        {
            var (node, client) = await OpenAsync(disk, store);
            await PlayAsync(client, chance, groups, store);
            await client.Ask("DISCARD");
            var before = await StateAsync(client);

            var (diskAfter, storeAfter) = (disk.Crash(), store.Crash());
            await AbandonAsync(node);
            (disk, store) = (diskAfter, storeAfter);
            (node, client) = await OpenAsync(disk, store);
            (await StateAsync(client)).ShouldBe(before, $"seed {_seed}, life {life}");
            (diskAfter, storeAfter) = (disk.Crash(), store.Crash());
            await AbandonAsync(node);
            (disk, store) = (diskAfter, storeAfter);
        }

        var (last, _) = await OpenAsync(disk, store);
        await Eventually.True(() => EveryRowHasItsKey(store));
        await last.DisposeAsync();
    }

    private async Task<(TestNode Node, TestClient Client)> OpenAsync(SimulatedFileSystem disk, MemoryStore store)
    {
        var node = await TestNode.OpenAsync(Configure, store, _time, disk);
        return (node, node.Connect());
    }

    private static void Configure(ServerConfig config)
    {
        config.AppendFsync = AppendFsync.Always;
        config.EnableDebugCommand = DebugAccess.Yes;
        config.Databases = 2;
        config.Shards = 3;
    }

    private async Task PlayAsync(TestClient client, Chance chance, Grammar[] groups, MemoryStore store)
    {
        var open = 0;
        for (var count = chance.Between(1, 150); count > 0 || open > 0; count--)
        {
            var group = open > 0 ? groups[1] : chance.Of<Grammar>(groups);
            var command = group.Next(chance);
            open =
                command[0] is "MULTI" ? 1
                : command[0] is "EXEC" or "DISCARD" ? 0
                : open;
            await client.Ask(command);
            if (chance.Once(40))
                store.Flush();
            if (chance.Once(20))
                _time.Advance(TimeSpan.FromSeconds(chance.Between(0, 2_000_000)));
        }
    }

    // What a client can know of the data: digest, and of each database DBSIZE, which is to be the number of its keys.
    private static async Task<string> StateAsync(TestClient client)
    {
        await client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        var state = new StringBuilder();
        for (var database = 0; database < 2; database++)
        {
            await client.Ask("SELECT", $"{database}");
            await client.Ask("SCAN", "0", "COUNT", "100000");
            var size = await client.Ask("DBSIZE");
            var keys = RespTree.Parse(await client.Ask("KEYS", "*"));
            size.ShouldBe($":{keys.Items.Count}\r\n");
            state.Append(size);
        }

        return state.Append(await client.Ask("DEBUG", "DIGEST")).ToString();
    }

    // The process is gone: what it still holds in memory reaches neither disk.
    private static async Task AbandonAsync(TestNode node)
    {
        try
        {
            await node.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            // It tried to flush the store that has crashed.
        }
    }

    private static bool EveryRowHasItsKey(MemoryStore store)
    {
        var versions = new HashSet<string>();
        using (var keys = store.Iterate(Family.Meta, default, default, ReadTier.All, null))
        {
            for (keys.SeekToFirst(); keys.Valid; keys.Next())
            {
                var row = new KeyRow(new Row(keys.Value, null, 0));
                if (row.Versioned)
                    versions.Add(Convert.ToHexString(keys.Key[..RowKeys.MetaPrefix]) + row.Version.ToString("X16"));
            }
        }

        using var rows = store.Iterate(Family.Data, default, default, ReadTier.All, null);
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
        {
            if (!versions.Contains(Convert.ToHexString(rows.Key[..RowKeys.DataPrefix])))
                return false;
        }

        return true;
    }
}
