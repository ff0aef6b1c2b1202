using System.Text;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Random commands are followed by the same events, in the same order, and by invalidations of the same keys, as from redis-server. <c>expired</c> is left out: it
/// comes when somebody looks, and when that is, is a matter of its own.
/// </summary>
public sealed class EventDifferentialTests : IDisposable
{
    private const int Stride = 16;
    private const string Token = "the end of what was heard";

    private readonly int _seed = TestSeed.Current;
    private readonly RedisServer? _redis = RedisServer.Executable is null ? null : new RedisServer();

    public void Dispose() => _redis?.Dispose();

    [RedisFact]
    public Task Strings() => Compare(new StringGrammar());

    [RedisFact]
    public Task Bitmaps() => Compare(new BitmapGrammar());

    [RedisFact]
    public Task Lists() => Compare(new ListGrammar());

    [RedisFact]
    public Task Hashes() => Compare(new HashGrammar());

    [RedisFact]
    public Task Sets() => Compare(new SetGrammar());

    [RedisFact]
    public Task Zsets() => Compare(new ZsetGrammar());

    [RedisFact]
    public Task Places() => Compare(new GeoGrammar());

    [RedisFact]
    public Task Streams() => Compare(new StreamGrammar());

    [RedisFact]
    public Task Keys() => Compare(new KeyGrammar(whole: false));

    [RedisFact]
    public Task Transactions() => Compare(new TransactionGrammar(new StringGrammar(), new BitmapGrammar(), new KeyGrammar(whole: false)));

    private async Task Compare(Grammar grammar)
    {
        await using var node = await TestNode.OpenAsync(
            store: new ColdStore(new MemoryStore(), _seed, misses: 0.02),
            clock: TimeProvider.System
        );
        var (writer, listener, cache) = (node.Connect(), node.Connect(), node.Connect(3));
        using var redisWriter = _redis!.Connect();
        using var redisListener = _redis.Connect();
        using var redisCache = _redis.Connect();
        redisCache.Ask("HELLO", "3");
        foreach (
            var (ours, theirs, command) in new[]
            {
                (writer, redisWriter, "CONFIG SET notify-keyspace-events E$glshztdmn"),
                (writer, redisWriter, "FLUSHALL"),
                (listener, redisListener, "PSUBSCRIBE __keyevent*"),
                (cache, redisCache, "CLIENT TRACKING ON BCAST"),
            }
        )
        {
            await ours.Pipeline(command);
            theirs.Send(RedisConnection.Encode(command.Split(' ')));
            theirs.Read();
        }

        var chance = new Chance(_seed);
        for (var round = 0; round < 100; round++)
        {
            var commands = Enumerable.Range(0, Stride).Select(_ => Next(grammar, chance)).ToArray();
            byte[] pipeline = [.. commands.SelectMany(command => RedisConnection.Encode(command))];
            redisWriter.Exchange(pipeline, Stride);
            await writer.SendAsync(pipeline);
            var shown = $"seed {_seed}, round {round}:\n" + string.Join('\n', commands.Select(Difference.Show));
            Events(await listener.Pushed()).ShouldBe(Events(Heard(redisListener)), shown);
            Invalidated(await cache.Pushed()).ShouldBe(Invalidated(Heard(redisCache)), shown);
        }
    }

    // Loading its own data anew, Redis tells its clients to forget everything; here nothing is loaded. A BITFIELD that makes a string longer and then fails tells nobody
    // there, and here it does. A SET with a time in the past leaves a key there until somebody looks.
    private static string[] Next(Grammar grammar, Chance chance)
    {
        var command = grammar.Next(chance);
        var differs = command[0] switch
        {
            "DEBUG" => true,
            "BITFIELD" => Has(command, "FAIL"),
            "SET" => Has(command, "EXAT") || Has(command, "PXAT"),
            _ => false,
        };
        return differs ? ["PING"] : command;
    }

    private static bool Has(string[] command, string word) => command.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static string Heard(RedisConnection connection)
    {
        connection.Send(RedisConnection.Encode("PING", Token));
        return connection.ReadUntil($"\r\n{Token}\r\n");
    }

    private static string[] Events(string heard) =>
        [.. Messages(heard).Where(message => message.Items.Count == 4).Select(message => $"{message[2].Text} {message[3].Text}")];

    // Which of them are told together, and how often, depends on the loop of the server.
    private static string[] Invalidated(string heard) =>
        [
            .. Messages(heard)
                .Where(message => message.Type == '>')
                .SelectMany(message => message[1].Items.Count == 0 ? ["(all)"] : message[1].Items.Select(key => key.Text!))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static List<RespTree> Messages(string heard)
    {
        var bytes = Encoding.Latin1.GetBytes(heard);
        var messages = new List<RespTree>();
        for (var at = 0; at < bytes.Length; )
        {
            RespTree.TryParse(bytes.AsSpan(at), out var tree, out var length).ShouldBeTrue();
            messages.Add(tree);
            at += length;
        }

        return messages;
    }
}
