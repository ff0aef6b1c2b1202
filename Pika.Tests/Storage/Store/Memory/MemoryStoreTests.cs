using Pika.Storage.Files;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Store.Memory;

public sealed class MemoryStoreTests : StoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private MemoryStore _store = new(DiskFileSystem.Instance);

    protected override IStore Store => _store;

    public override void Dispose() => _directory.Dispose();

    protected override IStore Crash() => _store = _store.Crash();

    [Fact]
    public void A_checkpoint_is_a_store_of_that_moment()
    {
        Put(Family.Meta, "a", "1");
        Put(Family.System, "state", "1");
        Store.Checkpoint(_directory["copy"]);
        Put(Family.Meta, "a", "2");

        using var copy = MemoryStore.Open(DiskFileSystem.Instance, _directory["copy"]);
        Get(copy, Family.Meta, "a").ShouldBe("1");
        Get(copy, Family.System, "state", ReadTier.Durable).ShouldBe("1");
        Should.Throw<StoreException>(() => Store.Checkpoint(_directory["copy"]));
    }

    [Fact]
    public void A_damaged_checkpoint_is_corruption()
    {
        Put(Family.Meta, "a", "1");
        Store.Checkpoint(_directory["copy"]);
        var path = Path.Combine(_directory["copy"], MemoryStore.CheckpointFile);
        var bytes = File.ReadAllBytes(path);

        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x20;
            File.WriteAllBytes(path, damaged);
            Should
                .Throw<StoreException>(() => MemoryStore.Open(DiskFileSystem.Instance, _directory["copy"]))
                .Error.ShouldBe(StoreError.Corruption);
        }

        File.WriteAllBytes(path, [1, 2]);
        Should
            .Throw<StoreException>(() => MemoryStore.Open(DiskFileSystem.Instance, _directory["copy"]))
            .Error.ShouldBe(StoreError.Corruption);
    }
}
