using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class StateDigestTests
{
    [Fact]
    public void Equal_data_has_equal_digests_whatever_it_was_before_and_however_it_is_stored()
    {
        var (one, other) = (new MemoryStore(), new MemoryStore());
        Put(one, "a"u8, "1", 0);
        Put(one, "b"u8, "2", 5000);
        Put(other, "b"u8, "x", 0);
        Put(other, "b"u8, "2", 5000);
        Put(other, "a"u8, new string('y', 5000), 0);
        Put(other, "a"u8, "1", 0);
        SlotsOf(one).ShouldBe(SlotsOf(other));
    }

    [Theory]
    [InlineData("a", "2", 0)]
    [InlineData("a", "1", 5001)]
    [InlineData("A", "1", 5000)]
    public void A_name_a_value_and_the_time_of_an_expiry_count(string key, string value, long expireAt)
    {
        var (one, other) = (new MemoryStore(), new MemoryStore());
        Put(one, "a"u8, "1", 5000);
        Put(other, System.Text.Encoding.ASCII.GetBytes(key), value, expireAt);
        SlotsOf(one).ShouldNotBe(SlotsOf(other));
    }

    [Fact]
    public void A_part_of_the_slots_has_the_digests_that_it_has_among_all()
    {
        var store = new MemoryStore();
        for (var i = 0; i < 300; i++)
            Put(store, [(byte)i, (byte)(i >> 8)], $"{i}", 0);

        var all = new byte[HashSlot.Count * StateDigest.Size];
        var part = new byte[100 * StateDigest.Size];
        using var digest = Of(store);
        digest.OfSlots(0, all).ShouldBe(300);
        long keys = 0;
        for (var first = 0; first + 100 <= HashSlot.Count; first += 100)
        {
            keys += digest.OfSlots(first, part);
            part.ShouldBe(all[(first * StateDigest.Size)..((first + 100) * StateDigest.Size)]);
        }

        keys += digest.OfSlots(16300, new byte[84 * StateDigest.Size]);
        keys.ShouldBe(300);
    }

    [Fact]
    public void Keys_are_listed_page_by_page()
    {
        var store = new MemoryStore();
        string[] names = [.. Enumerable.Range(10, 20).Select(i => $"{{slot}}{i}")];
        foreach (var name in names)
            Put(store, System.Text.Encoding.ASCII.GetBytes(name), "v", 77);

        using var digest = Of(store);
        int slot = HashSlot.Of("slot"u8);
        var page = digest.OfKeys(0, slot, default, 7);
        page.ConvertAll(Name).ShouldBe(names[..7]);
        page[0].ExpireAt.ShouldBe(77);
        digest.OfKeys(0, slot, [.. page[^1].Key, 0], 7).ConvertAll(Name).ShouldBe(names[7..14]);
        digest.OfKeys(0, slot, [.. System.Text.Encoding.ASCII.GetBytes(names[^1]), 0], 7).ShouldBeEmpty();
        digest.OfKeys(0, slot + 1, default, 7).ShouldBeEmpty();
    }

    private static string Name(KeyDigest key) => System.Text.Encoding.ASCII.GetString(key.Key);

    private static StateDigest Of(MemoryStore store) => new(store, store.Snapshot()!, databases: 2, Numbers.FormatDouble);

    private static string SlotsOf(MemoryStore store)
    {
        var digests = new byte[HashSlot.Count * StateDigest.Size];
        using var digest = Of(store);
        digest.OfSlots(0, digests);
        return Convert.ToHexString(digests);
    }

    private static void Put(MemoryStore store, ReadOnlySpan<byte> key, string value, long expireAt)
    {
        var turn = new Turn(store, new IdCounters(default));
        using var view = new View(turn);
        view.Open(0, new Generation(0, shards: 1), now: 0);
        using var old = view.Find(key);
        StringType.Put(view, key, System.Text.Encoding.ASCII.GetBytes(value), expireAt, old);
        TurnTests.Commit(turn, store);
    }
}
