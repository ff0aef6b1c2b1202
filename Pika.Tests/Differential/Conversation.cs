using System.Text.RegularExpressions;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Several clients of a real redis-server, and the same of ours. What one says is answered alike, and what the others hear of it without having asked
/// is alike, byte for byte.
/// </summary>
internal sealed partial class Conversation(RedisServer redis, TestNode node) : IDisposable
{
    private const string Token = "the end of what was heard";

    private readonly Dictionary<string, Speaker> _speakers = [];
    private readonly Dictionary<string, Speaker> _gone = [];

    /// <summary>Connects a client.</summary>
    public void Join(string name, int protocol)
    {
        var connection = redis.Connect();
        connection.Ask("HELLO", $"{protocol}");
        _speakers[name] = new Speaker(connection, connection.Ask("CLIENT", "ID").Text!, node.Connect(protocol));
    }

    /// <summary>Closes a client's connections.</summary>
    public async Task Leave(string name)
    {
        var (redisSide, id, pikaSide) = _speakers[name];
        _gone[name] = _speakers[name];
        _speakers.Remove(name);
        redisSide.Dispose();
        pikaSide.Dispose();

        // Redis notices the end of a connection only when it looks at it.
        using var other = redis.Connect();
        await Eventually.True(() => !other.Ask("CLIENT", "LIST").Text!.Contains($"id={id} ", StringComparison.Ordinal));
    }

    /// <summary>Has one say commands, their words parted by blanks, as one pipeline. In them <c>{name}</c> is the id of a client.</summary>
    public async Task Say(string name, params string[] commands)
    {
        var (redisSide, _, pikaSide) = _speakers[name];
        var step = $"{name}: {string.Join(" | ", commands)}";
        redisSide.Send(Encode(commands, client => client.RedisId));
        var expected = Heard(redisSide);
        var actual = await pikaSide.SendAsync(Encode(commands, client => client.PikaId)) + await Heard(pikaSide);
        Name(actual, client => client.PikaId).ShouldBe(Name(expected, client => client.RedisId), step);
        foreach (var (other, listener) in _speakers.Where(each => each.Key != name))
        {
            var heard = await Heard(listener.Pika);
            Name(heard, client => client.PikaId)
                .ShouldBe(Name(Heard(listener.Redis), client => client.RedisId), $"heard by {other} after {step}");
        }
    }

    public void Dispose()
    {
        foreach (var speaker in _speakers.Values)
            speaker.Redis.Dispose();
    }

    // PING is the one command that is answered in any state, behind everything that was sent before.
    private static string Heard(RedisConnection connection)
    {
        connection.Send(RedisConnection.Encode("PING", Token));
        return BeforeToken(connection.ReadUntil($"\r\n{Token}\r\n"));
    }

    private static async Task<string> Heard(TestClient client) => BeforeToken(await client.Pushed() + await client.Ask("PING", Token));

    private static string BeforeToken(string text)
    {
        var token = $"${Token.Length}\r\n{Token}\r\n";
        text.ShouldEndWith(token);
        text = text[..^token.Length];
        const string Pong = "*2\r\n$4\r\npong\r\n";
        return text.EndsWith(Pong, StringComparison.Ordinal) ? text[..^Pong.Length] : text;
    }

    private byte[] Encode(string[] commands, Func<Speaker, string> id)
    {
        foreach (var (name, client) in _speakers)
            commands =
            [
                .. commands.Select(command => command.Contains($"{{{name}}}") ? command.Replace($"{{{name}}}", id(client)) : command),
            ];

        return [.. commands.SelectMany(command => RedisConnection.Encode(command.Split(' ')))];
    }

    // Ids, wherever they are known to stand; another integer may be equal to one by chance.
    private string Name(string text, Func<Speaker, string> id)
    {
        text = LabelledId().Replace(text, ":{id}");
        if (!text.Contains("redirect", StringComparison.Ordinal))
            return text;

        foreach (var (_, client) in _speakers.Concat(_gone))
            text = text.Replace($":{id(client)}\r\n", ":{id}\r\n");

        return text;
    }

    [GeneratedRegex(@"(?<=\r\n(?:id|redirect|tracking-redir-broken)\r\n):[1-9]\d*")]
    private static partial Regex LabelledId();

    private sealed record Speaker(RedisConnection Redis, string RedisId, TestClient Pika)
    {
        public string PikaId => $"{Pika.Client.Id}";
    }
}
