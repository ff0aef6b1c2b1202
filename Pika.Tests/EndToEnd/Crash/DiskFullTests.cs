namespace Pika.Tests.EndToEnd.Crash;

/// <summary>A disk that runs full under the built server, and has room again.</summary>
public sealed class DiskFullTests
{
    private const string Full = "-MISCONF Errors writing to the binlog: No space left on device\r\n";

    [SmallDiskTheory]
    [InlineData("everysec")]
    [InlineData("always")]
    public async Task Writes_are_refused_reads_go_on_and_service_returns_by_itself(string appendfsync)
    {
        using var disk = SmallDisk.Mount(megabytes: 48);
        var folder = Path.Combine(disk.Path, "data");
        var answered = new List<int>();
        await using (var server = await PikaProcess.Start(folder, "appendfsync", appendfsync, "binlog-file-size", "1mb"))
        {
            using var client = await server.Connect();
            (await client.Call("SET", "first", "1")).ShouldBe("+OK\r\n");
            var ballast = disk.FillUp(spare: 3 << 20);

            var reply = "";
            for (var i = 0; i < 200 && reply != Full; i++)
            {
                reply = await client.Call("SET", $"key:{i}", new string('v', 50_000));
                if (reply == "+OK\r\n")
                    answered.Add(i);
            }

            reply.ShouldBe(Full, server.Output);
            answered.Count.ShouldBeGreaterThan(10);
            (await client.Call("GET", "first")).ShouldBe("$1\r\n1\r\n");
            (await client.Call("STRLEN", $"key:{answered[^1]}")).ShouldBe(":50000\r\n");
            (await client.Call("INFO", "binlog")).ShouldContain("binlog_status:refusing\r\n");

            File.Delete(ballast);
            (await client.Call("SET", "later", "1")).ShouldBe("+OK\r\n", server.Output);
            (await client.Call("INFO", "binlog")).ShouldContain("binlog_status:ok\r\n");
            await server.Kill();
        }

        await using (var again = await PikaProcess.Start(folder))
        {
            using var client = await again.Connect();
            (await client.Call("DBSIZE")).ShouldBe($":{answered.Count + 2}\r\n");
            foreach (var i in answered)
                (await client.Call("STRLEN", $"key:{i}")).ShouldBe(":50000\r\n");
        }
    }
}
