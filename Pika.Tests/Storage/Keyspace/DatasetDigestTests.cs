using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class DatasetDigestTests
{
    private readonly MemoryStore _store = new();

    [Fact]
    public void A_digest_is_that_of_Redis()
    {
        // What redis-server 7.0.15 answers to DEBUG DIGEST and DIGEST-VALUE after SET a 1 and SET b 2.
        Put("a"u8, "1"u8, 0);
        Put("b"u8, "2"u8, 0);
        Of(digest => digest.OfAll(16)).ShouldBe("7dff4aa4711992a6870417c26949f355d23a7cac");
        Of(digest => digest.OfValue("a"u8)).ShouldBe("b4fc66738120fba0b5aa500ab5c2bf89cea1c5da");
    }

    [Fact]
    public void Nothing_has_a_digest_of_zeros()
    {
        Of(digest => digest.OfAll(16)).ShouldBe(new string('0', 40));
        Of(digest => digest.OfValue("a"u8)).ShouldBe(new string('0', 40));
    }

    [Fact]
    public void An_expiry_changes_the_digest_and_its_time_does_not()
    {
        Put("a"u8, "1"u8, 0);
        var none = Of(digest => digest.OfAll(1));
        Put("a"u8, "1"u8, 5000);
        var one = Of(digest => digest.OfAll(1));
        Put("a"u8, "1"u8, 1);
        Of(digest => digest.OfAll(1)).ShouldBe(one);
        one.ShouldNotBe(none);
    }

    private void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long expireAt)
    {
        var turn = new Turn(_store, new IdCounters(default));
        using var view = new View(turn);
        view.Open(0, new Generation(0, shards: 1), now: 0);
        using var old = view.Find(key);
        StringType.Put(view, key, value, expireAt, old);
        TurnTests.Commit(turn, _store);
    }

    private string Of(Func<DatasetDigest, byte[]> of)
    {
        using var view = new View(_store);
        view.Open(0, new Generation(0, shards: 1), now: 10_000);
        using var digest = new DatasetDigest(view, Numbers.FormatDouble);
        return Convert.ToHexStringLower(of(digest));
    }
}
