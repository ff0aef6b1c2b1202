using System.CommandLine;
using System.Globalization;
using Pika.Host.Import;
using Pika.Storage.Files;
using Pika.Storage.Rdb;
using Spectre.Console;

namespace Pika.Host.CommandLine;

/// <summary>
/// <c>pika import FILE</c>: brings an RDB file or an AOF of Redis into a running server, over the wire. So the data passes through the server's log as any write does; each key
/// comes whole or not at all. An import that breaks leaves what it has brought: begin again with <c>--replace</c>.
/// </summary>
internal static class ImportCommand
{
    private const int DefaultPort = 9221;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("FILE")
        {
            Description = "An RDB file, an AOF, the manifest of an AOF, or the directory that it is in.",
        };
        var host = new Option<string>("--host", "-h") { Description = "The server's host.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port", "-p") { Description = "The server's port.", DefaultValueFactory = _ => DefaultPort };
        var user = new Option<string?>("--user") { Description = "The user to log in as." };
        var password = new Option<string?>("--password", "-a") { Description = "The password to log in with; else that in PIKA_PASSWORD." };
        var replace = new Option<bool>("--replace") { Description = "Replaces keys that are there already; without it they are refused." };
        var command = new Command("import", "Brings an RDB file or an AOF into a running server.")
        {
            path,
            host,
            port,
            user,
            password,
            replace,
        };
        command.SetAction(parsed =>
        {
            var options = new ImportOptions
            {
                Host = parsed.GetRequiredValue(host),
                Port = parsed.GetRequiredValue(port),
                User = parsed.GetValue(user),
                Password = parsed.GetValue(password) ?? Environment.GetEnvironmentVariable("PIKA_PASSWORD"),
                Replace = parsed.GetValue(replace),
                Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            var configuration = parsed.InvocationConfiguration;
            return Run(parsed.GetRequiredValue(path), options, configuration.Output, configuration.Error);
        });
        return command;
    }

    private static int Run(string path, ImportOptions options, TextWriter output, TextWriter error)
    {
        var result = new ImportResult();
        long began = TimeProvider.System.GetTimestamp();
        string? failure = null;
        try
        {
            var files = ImportFiles.Of(path);
            using var target = new ImportTarget(options.Host, options.Port, result);
            LogIn(target, options);
            Show(output, files, (file, onProgress) => Import(file, target, options, result, onProgress));
        }
        catch (Exception problem) when (problem is ImportException or RdbException or IOException or UnauthorizedAccessException)
        {
            failure = problem.Message;
        }

        Summarise(result, TimeProvider.System.GetElapsedTime(began), output);
        if (failure is not null)
        {
            error.WriteLine($"pika: {failure}");
        }

        return failure is null && result.Refused == 0 ? 0 : PikaCommand.Failure;
    }

    private static void LogIn(ImportTarget target, ImportOptions options)
    {
        if (options.Password is { } password)
        {
            target.Demand(options.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
        }
    }

    private static void Import(string path, ImportTarget target, ImportOptions options, ImportResult result, Action<long> onProgress)
    {
        using var file = DiskFileSystem.Instance.OpenRead(path);
        try
        {
            long end = ImportFiles.IsRdb(file) ? RdbImport.Run(file, target, options, result, onProgress) : 0;
            if (end < file.Length)
            {
                AofImport.Run(file, end, target, result, onProgress);
            }
        }
        catch (RdbException damage)
        {
            throw new ImportException($"'{path}' is damaged: {damage.Message}");
        }
        finally
        {
            // What stood before a damage counts, with the server's answers to it.
            target.Finish();
        }
    }

    private static void Show(TextWriter output, IReadOnlyList<string> files, Action<string, Action<long>> import)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                foreach (string file in files)
                {
                    var task = context.AddTask(Markup.Escape(Path.GetFileName(file)), maxValue: Math.Max(1, new FileInfo(file).Length));
                    import(file, position => task.Value = position);
                    task.Value = task.MaxValue;
                }
            });
    }

    private static void Summarise(ImportResult result, TimeSpan elapsed, TextWriter output)
    {
        double rate = (result.Keys + result.Commands) / Math.Max(elapsed.TotalSeconds, 0.001);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Keys} keys and {result.Commands} commands sent, {result.Expired} expired keys left out, {result.Refused} refused; {elapsed.TotalSeconds:0.0} s, {rate:0} a second"
            )
        );
        foreach (string notice in result.Notices)
        {
            output.WriteLine(notice);
        }

        foreach (string refusal in result.Errors)
        {
            output.WriteLine($"refused: {refusal}");
        }
    }
}
