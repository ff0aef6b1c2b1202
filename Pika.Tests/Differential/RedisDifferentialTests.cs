using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Random commands get the same replies as from redis-server, byte for byte. Every run has another seed, which a failure prints; PIKA_SEED repeats
/// one, PIKA_COMMANDS makes the run longer.
/// </summary>
public sealed class RedisDifferentialTests : IDisposable
{
    private readonly int _seed = FromEnvironment("PIKA_SEED") ?? Random.Shared.Next();
    private readonly int _commands = FromEnvironment("PIKA_COMMANDS") ?? 3_500;
    private readonly RedisServer? _redis = RedisServer.Executable is null ? null : new RedisServer();

    public void Dispose() => _redis?.Dispose();

    [RedisFact]
    public Task Strings() => Compare(new StringGrammar());

    [RedisFact]
    public Task Bitmaps() => Compare(new BitmapGrammar());

    [RedisFact]
    public Task All_groups_together() => Compare(new StringGrammar(), new BitmapGrammar());

    private async Task Compare(params Grammar[] grammars)
    {
        foreach (var protocol in new[] { 2, 3 })
        {
            // Half of the runs find the block cache cold, so that commands are taken back and run again on the storage pool.
            var store = new ColdStore(new MemoryStore(), _seed, misses: protocol == 2 ? 0 : 0.02);
            await using var node = await TestNode.OpenAsync(store: store, clock: TimeProvider.System);
            var difference = await new Contest(_redis!, node, protocol).PlayAsync(_seed, _commands, grammars);
            difference.ShouldBeNull();
        }
    }

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}
