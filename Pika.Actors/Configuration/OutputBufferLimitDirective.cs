using System.Globalization;

namespace Pika.Actors.Configuration;

/// <summary><c>client-output-buffer-limit class hard soft seconds</c>, for one class or several; the classes not named keep theirs.</summary>
internal sealed class OutputBufferLimitDirective(string doc) : Directive("client-output-buffer-limit", doc)
{
    private const int WordsPerClass = 4;

    public override string Read(ServerConfig config)
    {
        var limits = config.ClientOutputBufferLimit;
        return $"normal {Show(limits.Normal)} slave {Show(limits.Replica)} pubsub {Show(limits.PubSub)}";
    }

    public override IReadOnlyList<string> Write(ServerConfig config) =>
        Read(config).Replace("slave", "replica", StringComparison.Ordinal).Split(' ');

    public override ParsedValue Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words.Count % WordsPerClass != 0)
        {
            return ParsedValue.Wrong("Wrong number of arguments in buffer limit configuration.");
        }

        Func<OutputBufferLimits, OutputBufferLimits> change = static limits => limits;
        for (var i = 0; i < words.Count; i += WordsPerClass)
        {
            if (!TryParseLimit(words, i + 1, out var limit))
            {
                return ParsedValue.Wrong("Error in hard, soft or soft_seconds setting in buffer limit configuration.");
            }

            if (ChangeOf(words[i].ToLowerInvariant(), limit) is not { } next)
            {
                return ParsedValue.Wrong("Invalid client class specified in buffer limit configuration.");
            }

            var earlier = change;
            change = limits => next(earlier(limits));
        }

        return ParsedValue.Right(config => config.ClientOutputBufferLimit = change(config.ClientOutputBufferLimit));
    }

    private static bool TryParseLimit(IReadOnlyList<string> words, int at, out OutputBufferLimit limit)
    {
        limit = default;
        if (
            !MemorySize.TryParse(words[at], out var hard)
            || !MemorySize.TryParse(words[at + 1], out var soft)
            || !int.TryParse(words[at + 2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        )
        {
            return false;
        }

        limit = new OutputBufferLimit(hard, soft, seconds);
        return true;
    }

    private static Func<OutputBufferLimits, OutputBufferLimits>? ChangeOf(string clients, OutputBufferLimit limit) =>
        clients switch
        {
            "normal" => limits => limits with { Normal = limit },
            "replica" or "slave" => limits => limits with { Replica = limit },
            "pubsub" => limits => limits with { PubSub = limit },
            _ => null,
        };

    private static string Show(OutputBufferLimit limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{limit.HardBytes} {limit.SoftBytes} {limit.SoftSeconds}");
}
