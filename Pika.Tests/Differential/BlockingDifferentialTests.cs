using System.Text;
using Pika.Actors.Configuration;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Several clients that block and push at random, one command after the other, are answered as redis-server answers them: the same clients, at the
/// same commands, with the same bytes. PIKA_SEED repeats a run, PIKA_COMMANDS makes it longer.
/// </summary>
public sealed class BlockingDifferentialTests : IDisposable
{
    private const int Clients = 6;

    private readonly RedisServer? _redis = RedisServer.Executable is null ? null : new RedisServer();

    public void Dispose() => _redis?.Dispose();

    [RedisFact]
    public Task In_memory() => Play(new MemoryStore());

    [RedisFact]
    public Task On_a_cold_store() => Play(new ColdStore(new MemoryStore(), seed: 1, misses: 0.1));

    private async Task Play(IStore store)
    {
        var seed = TestSeed.Current;
        var count = int.TryParse(Environment.GetEnvironmentVariable("PIKA_COMMANDS"), out var asked) ? asked : 1500;
        await using var node = await TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes, store, TimeProvider.System);
        var game = new Game(_redis!, node);
        var (chance, grammar) = (new Chance(seed), new BlockingGrammar());
        for (var i = 0; i < count; i++)
            await game.Step(chance, grammar, $"seed {seed}, step {i}");

        game.DifferenceInData().ShouldBeNull($"seed {seed}");
    }

    /// <summary>The same clients on both sides.</summary>
    private sealed class Game
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        private readonly RedisConnection _observer;
        private readonly TestClient _pikaObserver;
        private readonly List<Player> _players = [];
        private readonly Queue<string> _history = new();

        public Game(RedisServer redis, TestNode node)
        {
            (_observer, _pikaObserver) = (redis.Connect(), node.Connect());
            for (var i = 0; i < Clients; i++)
            {
                var protocol = 2 + (i % 2);
                var connection = redis.Connect();
                connection.Ask("HELLO", $"{protocol}");
                var id = long.Parse(connection.Ask("CLIENT", "ID").Text!);
                _players.Add(new Player(connection, id, node.Connect(protocol)));
            }
        }

        public async Task Step(Chance chance, BlockingGrammar grammar, string where)
        {
            var free = _players.Where(player => player.Expected is null).ToList();
            if (free.Count == 1 && chance.Once(3))
                await Unblock(chance, where);
            else
                await Send(chance.Of<Player>([.. free]), Commands(chance, grammar, mayBlock: free.Count > 1), where);
        }

        public string? DifferenceInData()
        {
            var (expected, actual) = (_observer.Ask("DEBUG", "DIGEST").Text, _pikaObserver.Ask("DEBUG", "DIGEST").Result);
            return actual.Contains(expected!, StringComparison.Ordinal) ? null : $"{expected} {actual}";
        }

        private static string[][] Commands(Chance chance, BlockingGrammar grammar, bool mayBlock)
        {
            if (chance.Once(6))
            {
                var inside = Enumerable
                    .Range(0, chance.Between(1, 4))
                    .Select(_ => chance.Once(4) ? grammar.Blocking(chance) : grammar.Next(chance));
                return
                [
                    ["MULTI"],
                    .. inside,
                    ["EXEC"],
                ];
            }

            return [mayBlock && chance.Once(2) ? grammar.Blocking(chance) : grammar.Next(chance)];
        }

        private async Task Unblock(Chance chance, string where)
        {
            var blocked = chance.Of<Player>([.. _players.Where(player => player.Expected is not null)]);
            var reason = chance.Of("TIMEOUT", "ERROR");
            Remember($"UNBLOCK {_players.IndexOf(blocked)} {reason}");
            _observer.Ask("CLIENT", "UNBLOCK", $"{blocked.Id}", reason).Text.ShouldBe("1", where);
            (await _pikaObserver.Ask("CLIENT", "UNBLOCK", $"{blocked.Pika.Client.Id}", reason)).ShouldBe(":1\r\n", where);
            await Compare(where);
        }

        private async Task Send(Player player, string[][] commands, string where)
        {
            Remember($"{_players.IndexOf(player)}: {string.Join("; ", commands.Select(Difference.Show))}");
            player.Begin([.. commands.SelectMany(command => RedisConnection.Encode(command))], commands.Length);
            using var end = new CancellationTokenSource(Patience);
            while (!player.Expected!.IsCompleted && !IsBlocked(player))
                end.IsCancellationRequested.ShouldBeFalse($"{where}: redis-server neither answers nor blocks");

            await Compare(where);
        }

        // Redis has answered all whom it serves before it answers the observer.
        private async Task Compare(string where)
        {
            var blocked = _players.Where(player => player.Expected is not null).Where(IsBlocked).ToList();
            foreach (var player in _players.Where(player => player.Expected is not null).Except(blocked))
            {
                var expected = await player.Expected!.WaitAsync(Patience);
                var answered = await Task.WhenAny(player.Actual!, Task.Delay(Patience)) == player.Actual;
                var actual = answered ? await player.Actual! : "no reply";
                actual.ShouldBe(expected, $"{where}, client {_players.IndexOf(player)}, after:\n{string.Join('\n', _history)}");
                player.End();
            }

            // The turn in which a client begins to wait may be one of the storage pool's.
            await Eventually.True(() => blocked.TrueForAll(player => player.Pika.Client.Blocked is not null || player.Actual!.IsCompleted));
            foreach (var player in blocked)
                player.Actual!.IsCompleted.ShouldBeFalse(
                    $"{where}, client {_players.IndexOf(player)} is blocked:\n{string.Join('\n', _history)}"
                );
        }

        private bool IsBlocked(Player player) =>
            _observer.Ask("CLIENT", "LIST", "ID", $"{player.Id}").Text!.Contains(" flags=b", StringComparison.Ordinal);

        private void Remember(string step)
        {
            _history.Enqueue(step);
            if (_history.Count > 40)
                _history.Dequeue();
        }
    }

    /// <summary>A client on both sides.</summary>
    private sealed class Player(RedisConnection redis, long id, TestClient pika)
    {
        public long Id => id;

        public TestClient Pika => pika;

        /// <summary>What Redis answers; null while nothing is asked.</summary>
        public Task<string>? Expected { get; private set; }

        public Task<string>? Actual { get; private set; }

        public void Begin(byte[] pipeline, int count)
        {
            // A thread of its own: it may wait for long.
            Expected = Task.Factory.StartNew(
                () => string.Concat(redis.Exchange(pipeline, count).Select(Encoding.Latin1.GetString)),
                TaskCreationOptions.LongRunning
            );
            Actual = pika.SendAsync(pipeline);
        }

        public void End() => (Expected, Actual) = (null, null);
    }
}
