using System.Diagnostics;

namespace Pika.Tests.EndToEnd;

/// <summary>Real client libraries and tools, each a program of its own. The same programs are run against Redis, to prove them right.</summary>
[Collection(Servers.Collection)]
public sealed class ClientTests(Servers servers)
{
    private static readonly string Folder = Path.Combine(Architecture.Repository.Root, "Pika.Tests/EndToEnd/clients");

    [Theory]
    [InlineData("node", "ioredis.js")]
    [InlineData("node", "node-redis.js", "2")]
    [InlineData("node", "node-redis.js", "3")]
    [InlineData("python", "redis-py.py")]
    [InlineData("node", "ioredis-types.js")]
    [InlineData("node", "node-redis-types.js", "2")]
    [InlineData("node", "node-redis-types.js", "3")]
    [InlineData("python", "redis-py-types.py")]
    [InlineData("node", "ioredis-streams.js")]
    [InlineData("node", "node-redis-streams.js", "2")]
    [InlineData("node", "node-redis-streams.js", "3")]
    [InlineData("python", "redis-py-streams.py")]
    public async Task A_client_library_works(string language, string script, string argument = "")
    {
        var program = language == "python" ? await PythonWithRedis() : "node";

        foreach (var port in new[] { servers.Redis.Port, servers.Pika.Port })
            (await Tool.Run(program, [Path.Combine(Folder, script), port.ToString(), argument])).ShouldBe("ok\n");
    }

    [Theory]
    [InlineData("-2")]
    [InlineData("-3")]
    public async Task Redis_cli_works(string protocol)
    {
        var commands = "SET cli:a text\nSTRLEN cli:a\nGET cli:none\nCLIENT GETNAME\nTYPE cli:a\nMGET cli:a cli:none\nDEL cli:a\nNOSUCH x\n";

        var redis = await Tool.Run("redis-cli", [protocol, "-p", servers.Redis.Port.ToString()], commands);
        var pika = await Tool.Run("redis-cli", [protocol, "-p", servers.Pika.Port.ToString()], commands);

        pika.ShouldBe(redis);
    }

    [Fact]
    public async Task Redis_cli_scans()
    {
        using (var client = await servers.Pika.Connect())
        {
            for (var i = 0; i < 200; i++)
                await client.Call("SET", $"cli-scan:{i}", "x");
        }

        var printed = await Tool.Run("redis-cli", ["-p", servers.Pika.Port.ToString(), "--scan", "--pattern", "cli-scan:*"]);

        printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count().ShouldBe(200);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("16")]
    public async Task Redis_benchmark_works(string pipeline)
    {
        var printed = await Tool.Run(
            "redis-benchmark",
            [
                "-p",
                servers.Pika.Port.ToString(),
                "-t",
                "ping,set,get,incr,mset",
                "-n",
                "2000",
                "-r",
                "1000",
                "-d",
                "128",
                "-P",
                pipeline,
                "--csv",
            ]
        );

        var rows = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')[0].Trim('"'));
        rows.ShouldBe(["test", "PING_INLINE", "PING_MBULK", "SET", "GET", "INCR", "MSET (10 keys)"]);
    }

    /// <summary>The first python that has redis-py; the distribution's own package belongs to the distribution's python.</summary>
    private static async Task<string> PythonWithRedis()
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import redis"]) { RedirectStandardError = true })!;
                await probe.WaitForExitAsync();
                if (probe.ExitCode == 0)
                    return python;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; the next may be there.
            }
        }

        throw new InvalidOperationException("no python3 with the package redis: './build.sh test' installs it");
    }
}
