using System.Text;
using Pika.Storage.Binlog;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Node;

public class DumpsTests
{
    [Fact]
    public async Task BGSAVE_makes_a_dump_named_after_its_day_from_which_a_node_starts_and_DELBACKUP_deletes_it()
    {
        var files = new MemoryFileSystem();
        await using var node = await TestNode.OpenAsync(
            config =>
            {
                config.DumpPath = "/dumps";
                config.DumpPrefix = "at-";
            },
            files: files
        );
        var client = node.Connect();
        await client.Pipeline("SET a 1", "SELECT 3", "SET b 2");
        await BgSave(node, client);
        await client.Pipeline("SET b 3");
        await BgSave(node, client);
        await client.Pipeline("SET b 4");

        string dump = "/dumps/at-" + node.Time.GetLocalNow().ToString("yyyyMMdd");
        files.ListDirectories("/dumps").ShouldBe([Path.GetFileName(dump)]);
        using (var info = files.OpenRead(Path.Combine(dump, "info")))
        {
            byte[] text = new byte[info.Length];
            info.Read(0, text);
            string applied = AppliedRow.Read(MemoryStore.Open(files, Path.Combine(dump, "db")), ReadTier.All)!.Value.ToString();
            Encoding.ASCII.GetString(text).ShouldContain($"applied:{applied}\n");
        }

        await using (var other = await TestNode.OpenAsync(store: MemoryStore.Open(files, Path.Combine(dump, "db"))))
        {
            (await other.Connect().Pipeline("GET a", "SELECT 3", "GET b")).ShouldBe("$1\r\n1\r\n+OK\r\n$1\r\n3\r\n");
        }

        (await client.Ask("DELBACKUP")).ShouldBe("+OK\r\n");
        files.ListDirectories("/dumps").ShouldBeEmpty();
    }

    private static async Task BgSave(TestNode node, TestClient client)
    {
        (await client.Ask("BGSAVE")).ShouldBe("+Background saving started\r\n");
        await Eventually.True(() => !node.Node.Saving.IsRunning);
        node.Node.Saving.Failed.ShouldBeFalse();
    }
}
