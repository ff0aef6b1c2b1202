using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;
using Pika.Storage.Store.RocksDb;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// The end of a full sync, without the link before it: the data of one server are staged beside those of another, which then takes them over, by a restart of
/// the node within the process or at its next start.
/// </summary>
public sealed class SnapshotInstallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Source => Path.Combine(_folder.Path, "source");

    private string Target => Path.Combine(_folder.Path, "target");

    [Fact]
    public async Task A_running_server_takes_over_staged_data_without_leaving_its_port()
    {
        await MakeSource();
        await using var server = await PikaProcess.Start(Target);
        using var client = await server.Connect();
        await client.Call("SET", "old", "data");
        var runId = Line(await client.Call("INFO", "server"), "run_id");
        Stage();

        await client.Send(RespClient.Encode("DEBUG", "RESTART"));
        (await client.ReadToEnd()).ShouldBe("");
        using var again = await Reconnect(server);

        (await again.Call("GET", "k1")).ShouldBe("$2\r\nv1\r\n");
        (await again.Call("EXISTS", "old")).ShouldBe(":0\r\n");
        (await again.Call("DBSIZE")).ShouldBe(":1000\r\n");
        Line(await again.Call("INFO", "server"), "run_id").ShouldBe(runId);
        Line(await again.Call("INFO", "server"), "process_id").ShouldNotBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(Target, "sync")).ShouldBeEmpty();
        (await again.Call("SET", "new", "data")).ShouldBe("+OK\r\n");
        await server.Kill();

        await using var third = await PikaProcess.Start(Target);
        using var last = await third.Connect();
        (await last.Call("GET", "new")).ShouldBe("$4\r\ndata\r\n");
        (await last.Call("DBSIZE")).ShouldBe(":1001\r\n");
    }

    [Fact]
    public async Task A_server_that_died_before_the_restart_takes_the_data_over_at_its_start()
    {
        await MakeSource();
        await using (var server = await PikaProcess.Start(Target))
        {
            using var client = await server.Connect();
            await client.Call("SET", "old", "data");
            await server.Kill();
        }

        Stage();
        await using var again = await PikaProcess.Start(Target);
        using var reader = await again.Connect();

        (await reader.Call("DBSIZE")).ShouldBe(":1000\r\n");
        again.Output.ShouldContain("Installed snapshot");
        again.Output.ShouldContain("a new log begins behind the data of the full sync");
        again.Output.ShouldNotContain("Restore the data directory");
    }

    [Fact]
    public async Task Data_that_do_not_open_give_way_to_the_old_ones_and_a_replica_says_why()
    {
        await MakeSource();
        await using var server = await PikaProcess.Start(Target);
        using (var client = await server.Connect())
        {
            await client.Call("SET", "old", "data");
            (await client.Call("REPLICAOF", "127.0.0.1", "1")).ShouldBe("+OK\r\n");
            Stage();
            foreach (var manifest in Directory.GetFiles(Path.Combine(Target, "sync", "incoming", "db"), "MANIFEST-*"))
                File.WriteAllBytes(manifest, new byte[new FileInfo(manifest).Length]);
            await client.Send(RespClient.Encode("DEBUG", "RESTART"));
            (await client.ReadToEnd()).ShouldBe("");
        }

        using var again = await Reconnect(server);
        (await again.Call("GET", "old")).ShouldBe("$4\r\ndata\r\n");
        string info = await again.Call("INFO", "replication");
        Line(info, "repl_connect_status").ShouldBe("error");
        Line(info, "master_sync_last_failure").ShouldStartWith("its store cannot be opened: ");
        Line(info, "master_link_problem").ShouldEndWith("trying again in 60 s");
        Directory.GetFileSystemEntries(Path.Combine(Target, "sync")).ShouldBeEmpty();
        (await again.Call("REPLICAOF", "NO", "ONE")).ShouldBe("+OK\r\n");
        (await again.Call("SET", "new", "data")).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task A_restart_without_new_data_keeps_the_old_ones_again_and_again()
    {
        await using var server = await PikaProcess.Start(Target);
        for (var i = 0; i < 5; i++)
        {
            using var client = await Reconnect(server);
            (await client.Call("INCR", "restarts")).ShouldBe($":{i + 1}\r\n");
            await client.Send(RespClient.Encode("DEBUG", "RESTART"));
            (await client.ReadToEnd()).ShouldBe("");
        }

        (await server.Terminate()).ShouldBe(0, server.Output);
    }

    private async Task MakeSource()
    {
        await using var source = await PikaProcess.Start(Source);
        using var client = await source.Connect();
        for (var i = 0; i < 1000; i++)
            await client.Call("SET", $"k{i}", $"v{i}");
        (await source.Terminate()).ShouldBe(0);
    }

    // What a replica does with the answers of its master.
    private void Stage()
    {
        var checkpoint = Path.Combine(_folder.Path, "checkpoint");
        LogIndex applied;
        using (var store = RocksDbStore.Open(Path.Combine(Source, "db"), new RocksDbOptions()))
            applied = store.Checkpoint(checkpoint)!.Value;
        var disk = DiskFileSystem.Instance;
        var snapshot = SnapshotFiles.List(disk, checkpoint, id: 1, applied, createdMs: 0, "test");
        using var reader = snapshot.OpenReader();
        using var staging = SnapshotStaging.Begin(disk, new SyncFolder(Target), snapshot.Manifest);
        var buffer = new byte[SnapshotFormat.ChunkBytes];
        while (staging.TryNext(out var fetch))
        {
            var chunk = reader.Read(fetch.File, fetch.Offset, buffer.AsSpan(0, fetch.Length));
            staging.Write(fetch.File, fetch.Offset, buffer.AsSpan(0, chunk.Length), chunk.FileCrc);
        }

        staging.Complete();
    }

    // The port is bound all the time, so that connecting always works; LOADING says to try again.
    private static async Task<RespClient> Reconnect(PikaProcess server)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            bound.Token.ThrowIfCancellationRequested();
            var client = await server.Connect();
            try
            {
                if (await client.Call("PING") is "+PONG\r\n")
                    return client;
            }
            catch (IOException)
            {
                // The connection was one of those that the restart ended.
            }

            client.Dispose();
        }
    }

    private static string Line(string info, string field) =>
        info.Split("\r\n").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..];
}
