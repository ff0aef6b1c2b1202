namespace Pika.Tests.EndToEnd;

/// <summary>
/// One Pika and one Redis that the tests of a collection share. A test that shares them begins with FLUSHALL on the keys it needs or uses keys of
/// its own, and leaves settings as they were; tests that stop servers or change them start their own.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    public const string Collection = "servers";

    private TemporaryFolder? _folder;
    private PikaProcess? _pika;
    private RedisProcess? _redis;

    internal PikaProcess Pika => _pika!;

    internal RedisProcess Redis => _redis!;

    public async Task InitializeAsync()
    {
        _folder = new TemporaryFolder();
        _redis = await RedisProcess.Start();
        _pika = await PikaProcess.Start(_folder.Path);
    }

    public async Task DisposeAsync()
    {
        if (_pika is not null)
            await _pika.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _folder?.Dispose();
    }
}

[CollectionDefinition(Servers.Collection)]
public sealed class ServersCollection : ICollectionFixture<Servers>;
