using Pika.Actors.Configuration;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Storage.Store.RocksDb;
using Pika.Storage.Store.Tiered;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Random commands get the same replies as from redis-server, byte for byte. A failure prints its seed; PIKA_SEED repeats one, PIKA_COMMANDS makes the run
/// longer, and <c>./build.sh differential</c> does it at length with seeds that nobody has tried.
/// </summary>
public sealed class RedisDifferentialTests : IDisposable
{
    private readonly int _seed = TestSeed.Current;
    private readonly int _commands = FromEnvironment("PIKA_COMMANDS") ?? 3_500;
    private readonly RedisServer? _redis = RedisServer.Executable is null ? null : new RedisServer();

    public void Dispose() => _redis?.Dispose();

    [RedisFact]
    public Task Connections() => Compare(new ConnectionGrammar());

    [RedisFact]
    public Task Strings() => Compare(new StringGrammar());

    [RedisFact]
    public Task Bitmaps() => Compare(new BitmapGrammar());

    [RedisFact]
    public Task HyperLogLogs() => Compare(new HyperLogLogGrammar());

    [RedisFact]
    public Task Lists() => Compare(new ListGrammar());

    [RedisFact]
    public Task Sorting() => Compare(new SortGrammar());

    [RedisFact]
    public Task Hashes() => Compare(new HashGrammar());

    [RedisFact]
    public Task Sets() => Compare(new SetGrammar());

    [RedisFact]
    public Task Streams() => Compare(new StreamGrammar());

    [RedisFact]
    public Task Payloads() => Compare(new DumpGrammar());

    [RedisFact]
    public Task Migrations() => Compare(new MigrateGrammar());

    [RedisFact]
    public Task SortedSets() => Compare(new ZsetGrammar());

    [RedisFact]
    public Task Places() => Compare(new GeoGrammar());

    [RedisFact]
    public Task Keys() => Compare(new KeyGrammar(whole: true));

    [RedisFact]
    public Task All_groups_together() => Compare(Grammars.All());

    [RedisFact]
    public async Task All_groups_together_on_the_real_store()
    {
        using var directory = new TemporaryDirectory();
        var rows = RocksDbStore.Open(directory["db"], new RocksDbOptions { MemoryBudget = 32 << 20, WriteBufferSize = 1 << 20 });
        await Compare(new TieredStore(rows, budget: 4 << 20), 3, Grammars.All());
    }

    [RedisFact]
    public async Task All_groups_together_with_hot_rows_over_a_cold_store()
    {
        var guarded = new GuardedStore(new ColdStore(new MemoryStore(), _seed, misses: 0.02));
        await Compare(new TieredStore(guarded, budget: 4 << 20), 3, Grammars.All());
        guarded.Outstanding.ShouldBe(0, $"seed {_seed}: rows that were not given back");
    }

    // Half of the runs find the block cache cold, so that commands are taken back and run again on the storage pool.
    private async Task Compare(params Grammar[] grammars)
    {
        foreach (var protocol in (int[])[2, 3])
        {
            IStore below = protocol == 2 ? new MemoryStore() : new ColdStore(new MemoryStore(), _seed, misses: 0.02);
            var guarded = new GuardedStore(below);
            await Compare(guarded, protocol, grammars);
            guarded.Outstanding.ShouldBe(0, $"seed {_seed}: rows that were not given back");
        }
    }

    private async Task Compare(IStore store, int protocol, params Grammar[] grammars)
    {
        await using var node = await TestNode.OpenAsync(AllowDebug, store, TimeProvider.System);
        var difference = await new Contest(_redis!, new NodeContestant(node.Connect(protocol)), protocol).PlayAsync(
            _seed,
            _commands,
            grammars
        );
        difference.ShouldBeNull();
    }

    private static void AllowDebug(ServerConfig config) => config.EnableDebugCommand = DebugAccess.Yes;

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}
