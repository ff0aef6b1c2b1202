using System.Diagnostics;
using System.Net.Sockets;

namespace Pika.Tests.Protocol.Support;

/// <summary>A real redis-server on a Unix socket in a folder of its own: what the protocol is compared with.</summary>
public sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("pika-redis-").FullName;
    private readonly Process _process;

    public RedisServer()
    {
        var start = new ProcessStartInfo(Executable!) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var argument in new[] { "--port", "0", "--unixsocket", SocketPath, "--save", "", "--enable-debug-command", "yes" })
            start.ArgumentList.Add(argument);

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        SpinWait.SpinUntil(() => Listens() || _process.HasExited, StartTimeout).ShouldBeTrue();
    }

    /// <summary>The path of redis-server, or null where it is not installed.</summary>
    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server"))
            .FirstOrDefault(File.Exists);

    private string SocketPath => Path.Combine(_folder, "s");

    public RedisConnection Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return new RedisConnection(socket);
    }

    /// <summary>The socket's file exists a moment before connections are accepted.</summary>
    private bool Listens()
    {
        if (!File.Exists(SocketPath))
            return false;

        try
        {
            Connect().Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A test that needs redis-server on PATH, and is skipped with that reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Executable is null ? "redis-server is not on PATH." : null;
}

/// <summary>As <see cref="RedisFactAttribute"/>, for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisServer.Executable is null ? "redis-server is not on PATH." : null;
}
