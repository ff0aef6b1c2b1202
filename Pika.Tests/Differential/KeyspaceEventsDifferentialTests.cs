using System.Text;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>The events of random commands are those of Redis, in its order: who listens to all keys of both servers hears the same.</summary>
public sealed class KeyspaceEventsDifferentialTests
{
    private const int Commands = 1500;

    [RedisFact]
    public Task Hashes() => Compare(new HashGrammar());

    [RedisFact]
    public Task Sets() => Compare(new SetGrammar());

    private static async Task Compare(Grammar grammar)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PIKA_SEED"), out var given) ? given : Random.Shared.Next();
        var chance = new Chance(seed);
        using var server = new RedisServer();
        using var redis = server.Connect();
        using var redisListener = server.Connect();
        await using var node = await TestNode.OpenAsync(clock: TimeProvider.System);
        using var pika = node.Connect();
        using var pikaListener = node.Connect();
        redis.Ask("CONFIG", "SET", "notify-keyspace-events", "EA");
        await pika.Ask("CONFIG", "SET", "notify-keyspace-events", "EA");
        redisListener.Ask("PSUBSCRIBE", "*");
        await pikaListener.Ask("PSUBSCRIBE", "*");
        for (var i = 0; i < Commands; i++)
        {
            var command = grammar.Next(chance);
            redis.Ask(command);
            redis.Ask("PUBLISH", "end", "");
            await pika.Ask(command);
            await pika.Ask("PUBLISH", "end", "");
            Heard(await pikaListener.Pushed()).ShouldBe(Heard(redisListener), $"seed {seed}, command {i}: {Difference.Show(command)}");
        }
    }

    private static string[] Heard(RedisConnection listener)
    {
        var heard = new List<string>();
        for (var message = listener.Read(); message[2].Text != "end"; message = listener.Read())
            heard.Add($"{message[2].Text} {message[3].Text}");

        return [.. heard];
    }

    private static string[] Heard(string pushed)
    {
        var heard = new List<string>();
        var bytes = Encoding.Latin1.GetBytes(pushed).AsSpan();
        while (RespTree.TryParse(bytes, out var message, out var length) && message[2].Text != "end")
        {
            heard.Add($"{message[2].Text} {message[3].Text}");
            bytes = bytes[length..];
        }

        return [.. heard];
    }
}
