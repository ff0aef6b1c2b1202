namespace Pika.Tests.EndToEnd;

/// <summary>A real redis-server, to compare with. It keeps nothing on disk.</summary>
internal sealed class RedisProcess : ServerProcess
{
    private RedisProcess(int port)
        : base(port) { }

    /// <summary>Starts redis-server, which build.sh test installs if it is missing.</summary>
    public static async Task<RedisProcess> Start(params string[] directives)
    {
        var process = new RedisProcess(FreePort());
        await process.StartAndWait(
            "redis-server",
            [
                .. (string[])["--port", process.Port.ToString(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
                .. (string[])["--enable-debug-command", "yes", "--dir", Path.GetTempPath()],
                .. directives,
            ]
        );
        return process;
    }
}
