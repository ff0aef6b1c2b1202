using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// A server in a process of its own, listening on 127.0.0.1. What it prints is kept, so that a failure can show it. Disposing kills the
/// process; the directory belongs to the caller.
/// </summary>
internal abstract class ServerProcess : IAsyncDisposable
{
    /// <summary>How long a start may take before the test gives up; ten times what a busy machine needs.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long an ordered end may take.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    protected ServerProcess(int port) => Port = port;

    /// <summary>The port that it serves on.</summary>
    public int Port { get; }

    /// <summary>All that it has printed so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    // The state follows the name, which is in parentheses. Where there is no /proc, the signal is taken at its word.
    private bool IsFrozen =>
        $"/proc/{_process!.Id}/stat" is var path && (!File.Exists(path) || File.ReadAllText(path).Split(") ")[^1][0] == 'T');

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process is null || _process.HasExited;

    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Opens a connection to the server.</summary>
    public Task<RespClient> Connect() => RespClient.Connect(Port);

    /// <summary>Ends the process as a power cut of the process would: SIGKILL, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops the process where it is (SIGSTOP): its connections stay, and nothing answers.</summary>
    public async Task Freeze()
    {
        await Signal("-STOP");
        await Eventually.Holds(() => IsFrozen, "the process has stopped");
    }

    /// <summary>Lets a frozen process go on.</summary>
    public Task Thaw() => Signal("-CONT");

    /// <summary>Asks the process to end (SIGTERM) and returns its exit code.</summary>
    public async Task<int> Terminate()
    {
        await Signal("-TERM");
        return await WaitForExit();
    }

    /// <summary>Waits for the process to end by itself and returns its exit code.</summary>
    public async Task<int> WaitForExit(TimeSpan? bound = null)
    {
        using var timeout = new CancellationTokenSource(bound ?? StopTimeout);
        try
        {
            await _process!.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the server did not end within {bound ?? StopTimeout}. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
                await Kill();
            _process.Dispose();
        }
    }

    /// <summary>Starts the program and returns when it prints the line that says it is ready.</summary>
    protected async Task StartAndWait(string program, IEnumerable<string> arguments)
    {
        Launch(program, arguments);
        var exited = _process!.WaitForExitAsync();
        await Task.WhenAny(_ready.Task, exited, Task.Delay(StartTimeout));
        if (!_ready.Task.IsCompleted)
        {
            // The line may be read a moment after the end of a process that was ready and died at once.
            var how = exited.IsCompleted ? $"ended with {_process.ExitCode}" : $"was not ready within {StartTimeout}";
            await DisposeAsync();
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} {how}. It printed:\n{Output}");
        }
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString()]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0, $"kill {signal} {_process.Id}");
    }

    /// <summary>Starts the program without waiting for it to be ready.</summary>
    protected void Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
