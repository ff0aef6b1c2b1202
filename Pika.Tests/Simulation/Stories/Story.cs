using System.Globalization;
using System.Text.RegularExpressions;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Simulated.Stories;

/// <summary>
/// A story of replication, told in a file of plain sentences, one in a line; a line that begins with # is for the reader. What it says of a node's state is waited for, and
/// must come true in time. docs/simulation.md lists the sentences.
/// </summary>
internal sealed class Story
{
    /// <summary>How long anything may take that a story says will be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>KB of a value that is there to fill files.</summary>
    private const int FillPiece = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IStage _stage;
    private readonly List<(Regex Form, Func<string[], Task> Do)> _sentences = [];
    private int _written;

    private Story(IStage stage)
    {
        _stage = stage;
        Say(@"nodes (.+?)(?: with (.+))?", words => _stage.StartAsync(words[0].Split(' '), Settings(words[1])));
        Say(@"(\w+) follows (\w+)", words => _stage.FollowAsync(words[0], words[1]));
        Say(@"(\w+) leads", words => AskForAsync(words[0], "REPLICAOF NO ONE", "+OK"));
        Say(@"(\w+) is written (\d+) times", words => WriteAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture)));
        Say(@"(\w+) is filled with (\d+) KB", words => FillAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture)));
        Say(@"(\w+) is asked (.+) and answers (.+)", words => AskForAsync(words[0], words[1], words[2]));
        Say(@"(\w+) is asked (.+)", words => _stage.AskAsync(words[0], words[1].Split(' ')));
        Say(@"(\w+) is killed", words => _stage.KillAsync(words[0]));
        Say(@"(\w+) is started again", words => _stage.StartAgainAsync(words[0]));
        Say(@"(\w+) is replaced by an empty node", words => _stage.ReplaceAsync(words[0]));
        Say(@"(\w+) is frozen", words => _stage.FreezeAsync(words[0]));
        Say(@"(\w+) is thawed", words => _stage.ThawAsync(words[0]));
        Say(@"the link of (\w+) is cut", words => _stage.CutAsync(words[0]));
        Say(@"the link of (\w+) is blocked", words => _stage.BlockAsync(words[0]));
        Say(@"the link of (\w+) is healed", words => _stage.HealAsync(words[0]));
        Say(@"(\d+) ms pass", words => _stage.PassAsync(TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture))));
        Say(@"(\w+) is up", words => UntilAsync($"{words[0]} is up", () => HasAsync(words[0], "master_link_status", "up")));
        Say(@"(\w+) is down", words => UntilAsync($"{words[0]} is down", () => HasAsync(words[0], "master_link_status", "down")));
        Say(@"(\w+) is a master", words => UntilAsync($"{words[0]} is a master", () => HasAsync(words[0], "role", "master")));
        Say(@"(\w+) equals (\w+)", words => UntilAsync($"{words[0]} equals {words[1]}", () => EqualAsync(words[0], words[1])));
        Say(@"(\w+) has given (\d+) full syncs?", words => CountAsync(words[0], "sync_full", words[1]));
        Say(@"(\w+) has told (\d+) replicas? to go on", words => CountAsync(words[0], "sync_partial_ok", words[1]));
    }

    /// <summary>Plays a story; fails with the line that did not come true.</summary>
    public static async Task PlayAsync(string file, IStage stage)
    {
        var story = new Story(stage);
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(file))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            try
            {
                await story.TellAsync(line.Trim());
            }
            catch (Exception failure)
            {
                throw new StoryException($"{Path.GetFileName(file)}, line {number}: '{line}': {failure.Message}", failure);
            }
        }
    }

    /// <summary>A reply as stories write it: a string as it is, <c>nil</c> for none, and anything else with the sign of its type.</summary>
    public static string? Render(RespTree? reply) =>
        reply switch
        {
            { Type: '$', Text: { } text } => text,
            { Type: '$' } or { Type: '*', Text: not null } => "nil",
            _ => reply?.ToString(),
        };

    private void Say(string form, Func<string[], Task> act) =>
        _sentences.Add((new Regex($"^{form}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), act));

    private Task TellAsync(string line)
    {
        foreach (var (form, act) in _sentences)
        {
            if (form.Match(line) is { Success: true } match)
                return act([.. match.Groups.Values.Skip(1).Select(group => group.Value)]);
        }

        throw new StoryException("nobody understands this sentence");
    }

    private static (string, string)[] Settings(string text) =>
        [
            .. text.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(setting => setting.Split(' '))
                .Select(words => (words[0], words[1])),
        ];

    // Each write must be answered: a story knows what it has written.
    private async Task WriteAsync(string node, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var number = (++_written).ToString(CultureInfo.InvariantCulture);
            string[] command = (_written % 4) switch
            {
                0 => ["RPUSH", "story:list", number],
                1 => ["INCR", "story:count"],
                2 => ["ZADD", "story:scores", number, "m" + number],
                _ => ["SET", "story:key" + number, number],
            };
            await WriteAsync(node, command);
        }
    }

    private async Task FillAsync(string node, int kilobytes)
    {
        for (var left = kilobytes; left > 0; left -= FillPiece)
            await WriteAsync(
                node,
                "SET",
                "story:big" + (++_written).ToString(CultureInfo.InvariantCulture),
                new string('x', FillPiece * 1024)
            );
    }

    private async Task WriteAsync(string node, params string[] command)
    {
        var reply = await _stage.AskAsync(node, command);
        if (reply is null || reply.StartsWith('-'))
            throw new StoryException($"{command[0]} {command[1]} was answered with {reply ?? "nothing"}");
    }

    private async Task AskForAsync(string node, string command, string answer)
    {
        string? reply = null;
        await UntilAsync(
            $"{node} answers {answer}",
            async () =>
            {
                reply = await _stage.AskAsync(node, command.Split(' '));
                return reply == answer;
            },
            () => $"it answered {reply ?? "nothing"}"
        );
    }

    private async Task CountAsync(string node, string field, string count)
    {
        var found = await FieldAsync(node, "stats", field);
        if (found != count)
            throw new StoryException($"{field} is {found}");
    }

    private async Task UntilAsync(string what, Func<Task<bool>> condition, Func<string>? otherwise = null)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (await condition())
                return;
            await _stage.PassAsync(Pause);
        }

        throw new StoryException($"{what} did not come true; {otherwise?.Invoke() ?? "it is not so"}");
    }

    private async Task<bool> HasAsync(string node, string field, string value) => await FieldAsync(node, "replication", field) == value;

    private async Task<bool> EqualAsync(string one, string other)
    {
        foreach (var (section, field) in new[] { ("binlog", "binlog_last_index"), ("binlog", "binlog_epoch") })
        {
            if (await FieldAsync(one, section, field) is not { } value || value != await FieldAsync(other, section, field))
                return false;
        }

        var digest = await _stage.AskAsync(one, "DEBUG", "DIGEST");
        return digest is { Length: > 0 } && digest[0] == '+' && digest == await _stage.AskAsync(other, "DEBUG", "DIGEST");
    }

    private async Task<string?> FieldAsync(string node, string section, string field)
    {
        var lines = (await _stage.AskAsync(node, "INFO", section) ?? "").Split('\n');
        return lines.FirstOrDefault(line => line.StartsWith(field + ":", StringComparison.Ordinal))?[(field.Length + 1)..].Trim();
    }
}

/// <summary>A story that did not go as it is told.</summary>
public sealed class StoryException(string message, Exception? cause = null) : Exception(message, cause);
