using System.Text;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Sends the same random commands to a real redis-server and to ours and compares the bytes of their replies (<see cref="ReplyOrder"/> says which of
/// them have no order), and at the end all that they hold. A difference is reported as it was found, and with the fewest commands that still
/// show one.
/// </summary>
internal sealed class Contest(RedisServer redis, IContestant pika, int protocol)
{
    /// <summary>Commands in a pipeline.</summary>
    private const int Stride = 64;

    private const int Databases = 16;

    private readonly RedisConnection _redis = Connect(redis, protocol);

    /// <summary>Plays a game of <paramref name="count"/> commands. Null: all replies are alike; else the difference.</summary>
    public async Task<string?> PlayAsync(int seed, int count, params Grammar[] grammars)
    {
        var chance = new Chance(seed);
        var commands = new string[count][];
        for (var i = 0; i < count; i++)
            commands[i] = chance.Of<Grammar>(grammars).Next(chance);

        var first = await FirstDifferenceAsync(commands, toTheEnd: true);
        if (first is null)
            return null;

        var atTheEnd = first.Index == count;
        var (fewest, last) = await ShrinkAsync(commands[..Math.Min(first.Index + 1, count)], atTheEnd);
        var text = new StringBuilder($"seed {seed}, RESP{protocol}: ")
            .Append(
                atTheEnd ? $"after {count} commands the servers hold different data:\n" : $"command {first.Index} of {count} differs:\n"
            )
            .Append(first);
        if (last is null)
            return text.Append("The same commands once more show no difference.\n").ToString();

        text.AppendLine($"The fewest commands, {fewest.Length}, that show one:");
        foreach (var command in fewest)
            text.Append("  ").AppendLine(Difference.Show(command));

        return text.AppendLine("and their difference:").Append(last).ToString();
    }

    private static RedisConnection Connect(RedisServer server, int protocol)
    {
        var connection = server.Connect();
        connection.Ask("HELLO", $"{protocol}");
        return connection;
    }

    /// <param name="toTheEnd">Whether to compare what the servers hold after the last command.</param>
    private async Task<Difference?> FirstDifferenceAsync(string[][] commands, bool toTheEnd)
    {
        await SendAsync([
            ["RESET"],
            ["HELLO", $"{protocol}"],
            ["FLUSHALL"],
        ]);
        var order = (Expected: new ReplyOrder(), Actual: new ReplyOrder());
        for (var start = 0; start < commands.Length; start += Stride)
        {
            var some = commands[start..Math.Min(start + Stride, commands.Length)];
            var (expected, actual) = await SendAsync(some);
            for (var i = 0; i < some.Length; i++)
            {
                if (order.Expected.Next(some[i], expected[i]) != order.Actual.Next(some[i], actual[i]))
                    return new Difference(start + i, some[i], expected[i], actual[i]);
            }
        }

        return toTheEnd ? await DifferenceInDataAsync(commands.Length) : null;
    }

    /// <summary>Leaves out what is not needed for a difference: halves first, then ever smaller pieces.</summary>
    private async Task<(string[][] Fewest, Difference? Last)> ShrinkAsync(string[][] commands, bool toTheEnd)
    {
        var last = await FirstDifferenceAsync(commands, toTheEnd);
        for (var size = commands.Length / 2; last is not null && size > 0; size = Math.Min(size / 2, commands.Length - 1))
        {
            for (var start = 0; start + size <= commands.Length; )
            {
                string[][] fewer = [.. commands[..start], .. commands[(start + size)..]];
                var difference = await FirstDifferenceAsync(fewer, toTheEnd);
                if (difference is not null)
                    (commands, last) = (fewer[..Math.Min(difference.Index + 1, fewer.Length)], difference);
                else
                    start += size;
            }
        }

        return (commands, last);
    }

    // Redis keeps a key that has expired until somebody looks: the SCAN looks.
    private async Task<Difference?> DifferenceInDataAsync(int index)
    {
        await SendAsync([
            ["RESET"],
            ["HELLO", $"{protocol}"],
        ]);
        for (var database = 0; database < Databases; database++)
        {
            await SendAsync([
                ["SELECT", $"{database}"],
                ["SCAN", "0", "COUNT", "1000000"],
            ]);
            if (await AskAsync(index, ["DBSIZE"]) is { } difference)
                return difference;
        }

        return await AskAsync(index, ["DEBUG", "DIGEST"]) is { } digests ? await DifferentKeyAsync(index) ?? digests : null;
    }

    private async Task<Difference?> DifferentKeyAsync(int index)
    {
        for (var database = 0; database < Databases; database++)
        {
            await SendAsync([
                ["SELECT", $"{database}"],
            ]);
            foreach (var key in _redis.Ask("KEYS", "*").Items)
            {
                string[][] questions =
                [
                    ["TYPE", key.Text!],
                    ["DEBUG", "DIGEST-VALUE", key.Text!],
                ];
                foreach (var question in questions)
                {
                    if (await AskAsync(index, question) is { } difference)
                        return difference;
                }
            }
        }

        return null;
    }

    private async Task<Difference?> AskAsync(int index, string[] question)
    {
        var (expected, actual) = await SendAsync([question]);
        return expected[0] == actual[0] ? null : new Difference(index, question, expected[0], actual[0]);
    }

    private async Task<(string[] Expected, string[] Actual)> SendAsync(string[][] commands)
    {
        byte[] pipeline = [.. commands.SelectMany(command => RedisConnection.Encode(command))];
        var expected = _redis.Exchange(pipeline, commands.Length).Select(Encoding.Latin1.GetString).ToArray();
        return (expected, await pika.ExchangeAsync(pipeline, commands.Length));
    }
}
