using System.Text;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Sends the same random commands to a real redis-server and to a node and compares the bytes of their replies. A difference is
/// reported with the fewest commands that still show it.
/// </summary>
internal sealed class Contest(RedisServer redis, TestNode node, int protocol)
{
    /// <summary>Commands in a pipeline.</summary>
    private const int Stride = 64;

    private readonly RedisConnection _redis = Connect(redis, protocol);
    private readonly TestClient _pika = node.Connect(protocol);

    /// <summary>Plays a game of <paramref name="count"/> commands. Null: all replies are alike; else the difference.</summary>
    public async Task<string?> PlayAsync(int seed, int count, params Grammar[] grammars)
    {
        var chance = new Chance(seed);
        var commands = new string[count][];
        for (var i = 0; i < count; i++)
            commands[i] = chance.Of<Grammar>(grammars).Next(chance);

        var failed = await FirstDifferenceAsync(commands);
        if (failed < 0)
            return null;

        var fewest = await ShrinkAsync(commands[..(failed + 1)]);
        var (expected, actual) = await LastRepliesAsync(fewest);
        var text = new StringBuilder($"seed {seed}, RESP{protocol}: command {failed} of {count} differs. The fewest commands:\n");
        foreach (var command in fewest)
            text.Append("  ").AppendLine(Show(command));

        return text.Append($"redis: {Cut(expected)}\npika:  {Cut(actual)}\n").ToString();
    }

    private static RedisConnection Connect(RedisServer server, int protocol)
    {
        var connection = server.Connect();
        connection.Ask("HELLO", $"{protocol}");
        return connection;
    }

    private async Task<int> FirstDifferenceAsync(string[][] commands)
    {
        await EmptyAsync();
        for (var start = 0; start < commands.Length; start += Stride)
        {
            var some = commands[start..Math.Min(start + Stride, commands.Length)];
            var (expected, actual) = await SendAsync(some);
            for (var i = 0; i < some.Length; i++)
            {
                if (expected[i] != actual[i])
                    return start + i;
            }
        }

        return -1;
    }

    /// <summary>Leaves out what is not needed for the last command's difference: halves first, then ever smaller pieces.</summary>
    private async Task<string[][]> ShrinkAsync(string[][] commands)
    {
        for (var size = commands.Length / 2; size > 0; size = Math.Min(size / 2, commands.Length - 1))
        {
            for (var start = 0; start + size < commands.Length; )
            {
                string[][] fewer = [.. commands[..start], .. commands[(start + size)..]];
                var (expected, actual) = await LastRepliesAsync(fewer);
                if (expected != actual)
                    commands = fewer;
                else
                    start += size;
            }
        }

        return commands;
    }

    private async Task<(string Expected, string Actual)> LastRepliesAsync(string[][] commands)
    {
        await EmptyAsync();
        var (expected, actual) = ("", "");
        foreach (var some in commands.Chunk(Stride))
        {
            var (all, ours) = await SendAsync(some);
            (expected, actual) = (all[^1], ours[^1]);
        }

        return (expected, actual);
    }

    private async Task EmptyAsync()
    {
        foreach (var command in new string[][] { ["RESET"], ["HELLO", $"{protocol}"], ["FLUSHALL"] })
        {
            _redis.Ask(command);
            await _pika.Ask(command);
        }
    }

    private async Task<(string[] Expected, string[] Actual)> SendAsync(string[][] commands)
    {
        byte[] pipeline = [.. commands.SelectMany(command => RedisConnection.Encode(command))];
        var expected = _redis.Exchange(pipeline, commands.Length).Select(Encoding.Latin1.GetString).ToArray();
        var actual = Split(Encoding.Latin1.GetBytes(await _pika.SendAsync(pipeline)), commands.Length);
        return (expected, actual);
    }

    private static string[] Split(byte[] replies, int count)
    {
        var split = new string[count];
        for (int i = 0, at = 0; i < count; i++)
        {
            var complete = RespTree.TryParse(replies.AsSpan(at), out _, out var length);
            split[i] = complete ? Encoding.Latin1.GetString(replies, at, length) : "(no reply)";
            at += complete ? length : 0;
        }

        return split;
    }

    private static string Show(string[] command) => string.Join(' ', command.Select(word => $"\"{Cut(word)}\""));

    private static string Cut(string bytes)
    {
        var text = new StringBuilder();
        foreach (var c in bytes.Length > 200 ? bytes[..100] + bytes[^100..] : bytes)
            text.Append(c is >= ' ' and <= '~' and not '"' and not '\\' ? c : $"\\x{(int)c:x2}");

        return bytes.Length > 200 ? $"{text} ({bytes.Length} bytes)" : text.ToString();
    }
}
