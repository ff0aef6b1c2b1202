using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class KeyWalkTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly Turn _turn;
    private readonly View _view;

    public KeyWalkTests()
    {
        _turn = new Turn(_store, new IdCounters(default));
        _view = new View(_turn);
        foreach (var generation in new uint[] { 4, 5, 6 })
        {
            _view.Open(0, new Generation(generation, shards: 1), now: 1000);
            foreach (var key in new[] { "a", "b", "{b}2", "" })
                _view.PutInlineString(Encoding.ASCII.GetBytes(key), 1, expireAt: key == "b" ? 1000 : 2000, default)[0] = (byte)generation;
        }

        TurnTests.Commit(_turn, _store);
        _view.Open(0, new Generation(5, shards: 1), now: 1000);
    }

    public void Dispose() => _view.Dispose();

    // Slots: "" 0, "b" and "{b}2" 3300, "a" 15495.
    [Fact]
    public void Keys_come_by_slot_and_then_by_bytes_and_of_one_database()
    {
        using var walk = new KeyWalk(_view);
        var keys = new List<string>();
        for (var any = walk.SeekToFirst(); any; any = walk.Next())
        {
            keys.Add($"{walk.Slot}:{Encoding.ASCII.GetString(walk.Key)}:{walk.HasExpired}");
            walk.Row.Body[0].ShouldBe((byte)5);
        }

        keys.ShouldBe(["0::False", "3300:b:True", "3300:{b}2:False", "15495:a:False"]);
    }

    [Fact]
    public void Seeks_find_the_key_or_the_next_one()
    {
        using var walk = new KeyWalk(_view);
        At(walk, walk.Seek("b"u8)).ShouldBe("b");
        At(walk, walk.Seek("{b}"u8)).ShouldBe("{b}2");
        At(walk, walk.SeekToSlot(1)).ShouldBe("b");
        At(walk, walk.SeekToSlot(3301)).ShouldBe("a");
        At(walk, walk.SeekToSlot(15496)).ShouldBeNull();
        _view.Incomplete.ShouldBeFalse();
    }

    [Fact]
    public void A_walk_in_a_turn_shows_what_the_turn_has_written_before_it()
    {
        using (var row = _view.Find("a"u8))
            _view.Remove("a"u8, row);

        _view.PutInlineString("c"u8, 0, 0, default);
        using var walk = new KeyWalk(_view);
        At(walk, walk.Seek("c"u8)).ShouldBe("c");
        At(walk, walk.SeekToSlot(15495)).ShouldBeNull();
    }

    private static string? At(KeyWalk walk, bool any) => any ? Encoding.ASCII.GetString(walk.Key) : null;
}
