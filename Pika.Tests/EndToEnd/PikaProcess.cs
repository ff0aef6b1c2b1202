namespace Pika.Tests.EndToEnd;

/// <summary>The built server, in a process of its own.</summary>
internal sealed class PikaProcess : ServerProcess
{
    /// <summary>What it was started with.</summary>
    private string[] _arguments = [];

    private PikaProcess(int port, string directory)
        : base(port) => Directory = directory;

    /// <summary>
    /// The executable under test: what PIKA_EXECUTABLE names (the published server, set by build.sh test), else the one that the build put
    /// beside the tests.
    /// </summary>
    public static string Executable { get; } =
        Environment.GetEnvironmentVariable("PIKA_EXECUTABLE") is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, "pika");

    /// <summary>Where it keeps its data.</summary>
    public string Directory { get; }

    /// <summary>Starts a server and waits until it serves. Directives are given as on the command line: name, value, name, value.</summary>
    public static async Task<PikaProcess> Start(string directory, params string[] directives)
    {
        var process = new PikaProcess(FreePort(), directory);
        await process.StartAndWait([.. process.Arguments(directives)]);
        return process;
    }

    /// <summary>Starts a server with a configuration file; what the command line says goes before the file.</summary>
    public static async Task<PikaProcess> StartWithFile(string file, string directory, params string[] directives)
    {
        var process = new PikaProcess(FreePort(), directory);
        await process.StartAndWait(["-c", file, .. process.Arguments(directives)]);
        return process;
    }

    /// <summary>Starts a server that is expected to refuse; returns its exit code and what it printed.</summary>
    public static Task<(int ExitCode, string Output)> StartRefused(params string[] arguments) => Run(bound: null, arguments);

    /// <summary>Runs the program to its end; returns its exit code and what it printed.</summary>
    /// <param name="bound">The time within which it has to end; null: as long as the end of a server may take.</param>
    public static async Task<(int ExitCode, string Output)> Run(TimeSpan? bound, params string[] arguments)
    {
        await using var process = new PikaProcess(port: 0, directory: "");
        process.Launch(Executable, arguments);
        var code = await process.WaitForExit(bound);
        return (code, process.Output);
    }

    /// <summary>Starts another server on the same directory.</summary>
    public Task<PikaProcess> Restart(params string[] directives) => Start(Directory, directives);

    /// <summary>Starts another server as this one was, on the same port and directory.</summary>
    public async Task<PikaProcess> StartAgain()
    {
        var process = new PikaProcess(Port, Directory);
        await process.StartAndWait(_arguments);
        return process;
    }

    /// <summary>The files of the binlog, oldest first.</summary>
    public IReadOnlyList<string> BinlogFiles() => BinlogFiles(Directory);

    /// <summary>The files of the binlog under a data directory, oldest first.</summary>
    public static IReadOnlyList<string> BinlogFiles(string directory) =>
        [
            .. System
                .IO.Directory.EnumerateFiles(Path.Combine(directory, "binlog"), "write2file*")
                .OrderBy(path => int.Parse(Path.GetFileName(path)["write2file".Length..])),
        ];

    private Task StartAndWait(string[] arguments)
    {
        _arguments = arguments;
        return StartAndWait(Executable, arguments);
    }

    private List<string> Arguments(string[] directives)
    {
        var arguments = new List<string>
        {
            "--port",
            Port.ToString(),
            "--bind",
            "127.0.0.1",
            "--dir",
            Directory,
            "--enable-debug-command",
            "yes",
        };
        for (var i = 0; i < directives.Length; i += 2)
        {
            arguments.Add("--" + directives[i]);
            arguments.Add(directives[i + 1]);
        }

        return arguments;
    }
}
