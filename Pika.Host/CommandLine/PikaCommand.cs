using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Pika.Host.Server;

namespace Pika.Host.CommandLine;

/// <summary>The command line: <c>pika [-c file | file] [--directive value ...]</c> serves, and subcommands are tools.</summary>
internal static class PikaCommand
{
    /// <summary>The exit code of a start that failed.</summary>
    public const int Failure = 1;

    /// <summary>How arguments are parted.</summary>
    public static readonly ParserConfiguration Parsing = new()
    {
        // Values are taken as they are: a password may begin with '@', and '-c' does not stand together with other letters.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        // A subcommand is one in the first place only: anywhere else its name may be a directory.
        var parsed = (arguments is ["binlog" or "check" or "import", ..] ? ToolRoot() : Root()).Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0)
        {
            var unknown = ServeOptions.FirstUnknown(arguments);
            foreach (var problem in unknown is null ? parsed.Errors.Select(one => one.Message) : [unknown.ToString()])
            {
                await error.WriteLineAsync($"pika: {problem}");
            }

            return arguments is ["check", ..] ? CheckCommand.NotCompared : Failure;
        }

        // Signals are the server's own affair: it flushes before it ends, however long that takes.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = output,
                Error = error,
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            }
        );
    }

    private static RootCommand ToolRoot() =>
        new("Pika.NET's tools.") { BinlogCommand.Create(), CheckCommand.Create(), ImportCommand.Create() };

    private static RootCommand Root()
    {
        var serve = new ServeOptions();
        var root = new RootCommand("Pika.NET: a Redis-compatible store on RocksDB.");
        root.Directives.Clear();
        serve.AddTo(root);
        foreach (var option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption => new Text(HelpText.Write),
                VersionOption => new Text(static output => output.WriteLine($"pika {ProductVersion.Text}")),
                _ => option.Action,
            };
        }

        root.SetAction((parsed, _) => ServeAsync(serve, parsed));
        return root;
    }

    private static async Task<int> ServeAsync(ServeOptions options, ParseResult parsed)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var settings = options.Read(parsed);
            foreach (var problem in settings.Problems)
            {
                await error.WriteLineAsync($"pika: {problem}");
            }

            if (settings.Problems.Count > 0)
            {
                return Failure;
            }

            return await PikaServer.RunAsync(settings.Service);
        }
        catch (StartException failure)
        {
            await error.WriteLineAsync($"pika: {failure.Message}");
            return Failure;
        }
    }

    /// <summary>An option that prints something and ends.</summary>
    private sealed class Text(Action<TextWriter> write) : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override int Invoke(ParseResult parseResult)
        {
            write(parseResult.InvocationConfiguration.Output);
            return 0;
        }
    }
}
