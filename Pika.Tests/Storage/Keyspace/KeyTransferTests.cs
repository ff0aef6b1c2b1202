using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class KeyTransferTests : IDisposable
{
    private static readonly byte[] Big = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];

    private readonly MemoryStore _store = new();
    private readonly Generation _generation = new(5, shards: 2);
    private readonly Turn _turn;
    private readonly View _view;

    public KeyTransferTests()
    {
        _turn = new Turn(_store, new IdCounters(default));
        _view = new View(_turn);
        _view.Open(0, _generation, now: 1000);
        StringType.Put(_view, "{t}a"u8, Big, expireAt: 9000, default);
        TurnTests.Commit(_turn, _store);
    }

    public void Dispose() => _view.Dispose();

    [Fact]
    public void A_move_within_a_slot_writes_no_data_rows()
    {
        Move("{t}a"u8, _view, "{t}b"u8);
        _turn.Batch.Length.ShouldBeLessThan(500);
        TurnTests.Commit(_turn, _store);

        Value(_view, "{t}b"u8).ShouldBe(Big);
        ReclaimQueue.Next(_store, 0, 5).ShouldBeNull();
        (_generation.Keys, _generation.Expires).ShouldBe((1, 1));
    }

    [Fact]
    public void A_move_to_another_slot_writes_the_rows_anew_and_queues_the_old_ones()
    {
        Move("{t}a"u8, _view, "b"u8);
        _turn.Batch.Length.ShouldBeGreaterThan(Big.Length);
        TurnTests.Commit(_turn, _store);

        Value(_view, "b"u8).ShouldBe(Big);
        ReclaimQueue.Next(_store, 0, 5)!.Slot.ShouldBe(HashSlot.Of("{t}"u8));
    }

    [Fact]
    public void A_move_to_another_database_leaves_the_same_name_free()
    {
        var other = new Generation(6, shards: 2);
        Move("{t}a"u8, _view.Beside(1, other), "{t}a"u8);
        TurnTests.Commit(_turn, _store);

        _view.Find("{t}a"u8).Exists.ShouldBeFalse();
        Value(_view.Beside(1, other), "{t}a"u8).ShouldBe(Big);
        (_generation.Keys, other.Keys, other.Expires).ShouldBe((0, 1, 1));
    }

    [Fact]
    public void A_copy_has_rows_of_its_own()
    {
        using (var row = _view.Find("{t}a"u8))
            KeyTransfer.Copy(_view, "{t}a"u8, row, _view, "{t}b"u8, default);

        TurnTests.Commit(_turn, _store);
        using (var row = _view.Find("{t}a"u8))
            _view.Remove("{t}a"u8, row);

        ReclaimQueue.Remove(_turn, new Garbage(0, 5, HashSlot.Of("{t}"u8), 1));
        TurnTests.Commit(_turn, _store);
        Value(_view, "{t}b"u8).ShouldBe(Big);
    }

    [Fact]
    public void What_was_written_in_the_same_turn_is_moved_too()
    {
        using (var row = _view.Find("{t}a"u8))
            StringType.Write(_view, "{t}a"u8, row, 50_000, "new"u8, Big.Length);

        Move("{t}a"u8, _view, "b"u8);
        TurnTests.Commit(_turn, _store);
        Value(_view, "b"u8)[49_999..50_003].ShouldBe([Big[49_999], .. "new"u8]);
    }

    private void Move(ReadOnlySpan<byte> key, View to, ReadOnlySpan<byte> newKey)
    {
        using var row = _view.Find(key);
        using var old = to.Find(newKey);
        KeyTransfer.Move(_view, key, row, to, newKey, old);
    }

    private static byte[] Value(View view, ReadOnlySpan<byte> key)
    {
        using var row = view.Find(key);
        row.ExpireAt.ShouldBe(9000);
        return StringType.ReadAll(view, key, row).ToArray();
    }
}
