using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pika.Benchmarks.Servers;

/// <summary>A server under measurement: a process of its own on a free port, with its data in a temporary folder that goes with it.</summary>
internal sealed class BenchServer : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private Task _rest = Task.CompletedTask;

    private BenchServer(string name, Process process, int port, string folder)
    {
        Name = name;
        Port = port;
        _process = process;
        Folder = folder;
    }

    /// <summary>The name in the table.</summary>
    public string Name { get; }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where its data is.</summary>
    public string Folder { get; }

    /// <summary>Memory that the process has at present.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and returns when it serves. Port and directory are added to the arguments.</summary>
    public static async Task<BenchServer> Start(string name, string program, IEnumerable<string> arguments, Placement? place = null)
    {
        var folder = Directory.CreateTempSubdirectory("pika-bench-").FullName;
        var port = FreePort();
        string[] own = ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder];
        var process = Process.Start((place ?? Placement.Anywhere).Start(program, [.. own, .. arguments]))!;
        var server = new BenchServer(name, process, port, folder);
        var printed = new StringBuilder();
        using var bound = new CancellationTokenSource(StartTimeout);
        while (await process.StandardOutput.ReadLineAsync(bound.Token) is { } line)
        {
            printed.AppendLine(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Somebody must go on reading: a full pipe would stop the server.
                server._rest = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return server;
            }
        }

        server.Dispose();
        throw new InvalidOperationException($"{program} did not start. It printed:\n{printed}");
    }

    /// <summary>The server that ./build.sh build has published, looked for above the benchmark.</summary>
    public static string PikaExecutable()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var executable = Path.Combine(folder.FullName, "artifacts/pika/pika");
            if (File.Exists(executable))
                return executable;
        }

        throw new FileNotFoundException("artifacts/pika/pika is missing: ./build.sh build makes it");
    }

    /// <summary>Sends one command and returns the first line of the reply and the time that it took.</summary>
    public async Task<(string Reply, TimeSpan Time)> Call(params string[] command)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port);
        using var reader = new StreamReader(client.GetStream());
        var clock = Stopwatch.StartNew();
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join(' ', command) + "\r\n"));
        var reply = await reader.ReadLineAsync() ?? "";
        return (reply, clock.Elapsed);
    }

    /// <summary>Sends one command and returns what comes until the server has closed the connection, as it is asked to.</summary>
    /// <exception cref="IOException">The server is not there.</exception>
    public async Task<string> CallWhole(params string[] command)
    {
        using var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
        }
        catch (SocketException error)
        {
            throw new IOException(error.Message, error);
        }

        using var reader = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join(' ', command) + "\r\nQUIT\r\n"));
        return await reader.ReadToEndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        // Ends with the pipe; only then may the process be given back.
        _ = _rest.ContinueWith(static (_, process) => ((Process)process!).Dispose(), _process, TaskScheduler.Default);
        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
