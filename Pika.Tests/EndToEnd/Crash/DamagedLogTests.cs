namespace Pika.Tests.EndToEnd.Crash;

/// <summary>Log files that a crash or a bad disk has changed: what may be lost, and what must stop the start.</summary>
public sealed class DamagedLogTests
{
    /// <summary>The bytes of the last value, so that a cut of fewer bytes than that is inside the last record.</summary>
    private const int LastValueLength = 2000;

    [Theory]
    [InlineData("always", 11)]
    [InlineData("everysec", 12)]
    [InlineData("no", 13)]
    public async Task A_torn_last_record_is_the_only_loss(string appendfsync, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            await using (var server = await PikaProcess.Start(folder.Path, "appendfsync", appendfsync))
            {
                using var client = await server.Connect();
                for (var i = 0; i < 50; i++)
                    (await client.Call("SET", $"key:{round}:{i}", $"value {i}")).ShouldBe("+OK\r\n");
                (await client.Call("SET", "last", $"{round}{new string('z', LastValueLength)}")).ShouldBe("+OK\r\n");
                await server.Kill();
            }

            Cut(PikaProcess.BinlogFiles(folder.Path)[^1], random.Next(1, LastValueLength));

            await using (var server = await PikaProcess.Start(folder.Path, "appendfsync", appendfsync))
            {
                using var client = await server.Connect();
                (await client.Call("GET", "last")).ShouldBe("$-1\r\n", $"round {round}: the torn record was kept");
                (await client.Call("DBSIZE")).ShouldBe($":{50 * (round + 1)}\r\n");
                for (var i = 0; i < 50; i++)
                    (await client.Call("GET", $"key:{round}:{i}")).ShouldEndWith($"\r\nvalue {i}\r\n");
                await server.Kill();
            }
        }
    }

    [Fact]
    public async Task Garbage_after_the_last_record_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        await WriteAndKill(folder.Path);
        await File.AppendAllBytesAsync(PikaProcess.BinlogFiles(folder.Path)[^1], RespClient.Bytes(new string('\xA5', 700)));

        await using var server = await PikaProcess.Start(folder.Path);
        using var client = await server.Connect();

        (await client.Call("DBSIZE")).ShouldBe(":200\r\n");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public async Task Damage_before_the_end_stops_the_start_and_changes_nothing(double where)
    {
        using var folder = new TemporaryFolder();
        await WriteAndKill(folder.Path);
        var file = PikaProcess.BinlogFiles(folder.Path)[^1];
        var bytes = await File.ReadAllBytesAsync(file);
        var offset = (int)(bytes.Length * where);
        bytes[offset] ^= 0xFF;
        await File.WriteAllBytesAsync(file, bytes);
        var before = Snapshot(folder.Path);

        var (code, output) = await PikaProcess.StartRefused("--dir", folder.Path, "--port", ServerProcess.FreePort().ToString());

        code.ShouldNotBe(0, output);
        output.ShouldNotContain("Ready to accept connections");
        output.ShouldContain(Path.GetFileName(file));
        output.ShouldMatch("offset [0-9]+");
        Snapshot(folder.Path).ShouldBe(before);
    }

    [Fact]
    public async Task A_missing_file_of_the_log_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await PikaProcess.Start(folder.Path, "binlog-file-size", "1mb"))
        {
            using var client = await server.Connect();
            for (var i = 0; i < 40; i++)
                (await client.Call("SET", $"key:{i}", new string('v', 100_000))).ShouldBe("+OK\r\n");
            await server.Kill();
        }

        var files = PikaProcess.BinlogFiles(folder.Path);
        files.Count.ShouldBeGreaterThan(2);
        File.Delete(files[1]);

        var (code, output) = await PikaProcess.StartRefused("--dir", folder.Path, "--port", ServerProcess.FreePort().ToString());

        code.ShouldNotBe(0, output);
        output.ShouldContain(Path.GetFileName(files[1]));
    }

    private static async Task WriteAndKill(string folder)
    {
        await using var server = await PikaProcess.Start(folder);
        using var client = await server.Connect();
        for (var i = 0; i < 200; i++)
            (await client.Call("SET", $"key:{i}", new string('v', 1500))).ShouldBe("+OK\r\n");
        await server.Kill();
    }

    private static void Cut(string file, int bytes)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(stream.Length - bytes);
    }

    private static Dictionary<string, string> Snapshot(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(folder, "binlog"))
            .ToDictionary(path => path, path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
