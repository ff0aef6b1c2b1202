using System.CommandLine;
using System.Globalization;
using Pika.Host.Check;
using Spectre.Console;

namespace Pika.Host.CommandLine;

/// <summary>
/// <c>pika check HOST:PORT HOST:PORT</c>: compares the data of two nodes of one history, both right behind the same record of the log, while they go on working.
/// </summary>
internal static class CheckCommand
{
    /// <summary>The exit code when the data differs.</summary>
    public const int Different = 1;

    /// <summary>The exit code when there is no answer: a node is not there, or they did not come to the same record.</summary>
    public const int NotCompared = 2;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var defaults = new CheckOptions();
        var one = Address("HOST:PORT", "A node.");
        var other = Address("OTHER", "Another node, as HOST:PORT.");
        var user = new Option<string?>("--user") { Description = "The user to log in as." };
        var password = new Option<string?>("--password", "-a") { Description = "The password to log in with; else that in PIKA_PASSWORD." };
        var timeout = new Option<double>("--timeout")
        {
            Description = "Seconds that the nodes may take to come to the same record, and to answer.",
            DefaultValueFactory = _ => defaults.Timeout.TotalSeconds,
        };
        var show = new Option<int>("--show") { Description = "The most differing keys to list.", DefaultValueFactory = _ => defaults.Show };
        var dataOnly = new Option<bool>("--data-only")
        {
            Description = "Compares the data as it is at the moment, whatever the logs are: for nodes that nobody writes.",
        };
        var command = new Command("check", "Compares the data of two nodes at the same record of their log.")
        {
            one,
            other,
            user,
            password,
            timeout,
            show,
            dataOnly,
        };
        command.SetAction(
            (parsed, _) =>
            {
                var options = new CheckOptions
                {
                    User = parsed.GetValue(user),
                    Password = parsed.GetValue(password) ?? Environment.GetEnvironmentVariable("PIKA_PASSWORD"),
                    Timeout = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(timeout), 0.1, int.MaxValue / 1000)),
                    Show = parsed.GetValue(show),
                    DataOnly = parsed.GetValue(dataOnly),
                };
                var configuration = parsed.InvocationConfiguration;
                return RunAsync(
                    parsed.GetRequiredValue(one),
                    parsed.GetRequiredValue(other),
                    options,
                    configuration.Output,
                    configuration.Error
                );
            }
        );
        return command;
    }

    private static Argument<NodeAddress> Address(string name, string description) =>
        new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                if (NodeAddress.TryParse(result.Tokens[0].Value) is { } address)
                {
                    return address;
                }

                result.AddError($"'{result.Tokens[0].Value}' is not HOST:PORT");
                return null;
            },
        };

    private static async Task<int> RunAsync(NodeAddress one, NodeAddress other, CheckOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            using var here = await NodeConnection.OpenAsync(one, options);
            using var there = await NodeConnection.OpenAsync(other, options);
            var meeting = new Meeting(here, there, options.Timeout, TimeProvider.System);
            var states = options.DataOnly ? await meeting.AsTheyAreAsync() : await meeting.AtOneRecordAsync();
            try
            {
                var comparison = new Comparison(states.One, states.Other);
                await CompareAsync(comparison, output);
                return await TellAsync(comparison, states, here, there, options, output);
            }
            finally
            {
                await Task.WhenAll(states.One.DropAsync(), states.Other.DropAsync());
            }
        }
        catch (CheckException failure)
        {
            await error.WriteLineAsync($"pika: not compared: {failure.Message}");
            return NotCompared;
        }
    }

    private static Task CompareAsync(Comparison comparison, TextWriter output)
    {
        var ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi, Out = new AnsiConsoleOutput(output) });
        return console
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("comparing", maxValue: Comparison.Slots);
                await comparison.CompareSlotsAsync(slots => task.Value = slots);
            });
    }

    private static async Task<int> TellAsync(
        Comparison comparison,
        (NodeState One, NodeState Other) states,
        NodeConnection here,
        NodeConnection there,
        CheckOptions options,
        TextWriter output
    )
    {
        string where =
            states.One.Index == states.Other.Index
                ? $"at record {Number(states.One.Index)}"
                : $"at records {Number(states.One.Index)} and {Number(states.Other.Index)}";
        if (comparison.DifferentSlots.Count == 0)
        {
            await output.WriteLineAsync($"equal {where}: {Number(comparison.KeysOfOne)} keys");
            return 0;
        }

        await output.WriteLineAsync(
            $"different {where}: {Number(comparison.DifferentSlots.Count)} of {Comparison.Slots} slots; "
                + $"{Number(comparison.KeysOfOne)} keys on {here.Address}, {Number(comparison.KeysOfOther)} on {there.Address}"
        );
        var databases = (await DatabasesAsync(here), await DatabasesAsync(there));
        foreach (var key in await comparison.FindKeysAsync(databases, options.Show))
        {
            await output.WriteLineAsync(key.Describe(here.Address, there.Address));
        }

        return Different;
    }

    private static async Task<int> DatabasesAsync(NodeConnection node) =>
        (await node.AskAsync("CONFIG", "GET", "databases")).Items is [_, var count]
        && int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int databases)
            ? databases
            : throw new CheckException($"{node.Address} does not tell how many databases it has");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
