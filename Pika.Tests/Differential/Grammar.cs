namespace Pika.Tests.Differential;

/// <summary>
/// Makes random commands of one group, with all options, few keys and some bad arguments. Only such whose replies follow from the commands before
/// them: no clock and no chance of the server's own.
/// </summary>
internal abstract class Grammar
{
    /// <summary>The next command: its name and arguments.</summary>
    public string[] Next(Chance chance)
    {
        var command = WithoutOverflow(Command(chance));

        // Now and then an argument too many, or one too few.
        return chance.Between(0, 59) switch
        {
            0 => [.. command, chance.Key()],
            1 when command.Length > 1 && !AnswersByChance(command[..^1]) => command[..^1],
            _ => command,
        };
    }

    // Of a COUNT redis-server takes ten times as many steps, and none at all when that overflows.
    private static string[] WithoutOverflow(string[] command) =>
        command[0].EndsWith("SCAN", StringComparison.OrdinalIgnoreCase)
            ? [.. command.Select((word, i) => i > 1 && long.TryParse(word, out var count) && count > long.MaxValue / 10 ? "100000" : word)]
            : command;

    // Without a count these choose one element.
    private static bool AnswersByChance(string[] command) =>
        command.Length == 2 && command[0].ToUpperInvariant() is "SPOP" or "SRANDMEMBER" or "HRANDFIELD" or "ZRANDMEMBER";

    protected abstract string[] Command(Chance chance);
}
