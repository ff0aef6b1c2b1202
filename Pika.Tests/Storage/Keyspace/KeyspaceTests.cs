using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class KeyspaceTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly Generation _generation = new(0, shards: 4);
    private readonly Turn _turn;
    private readonly View _view;
    private long _now = 1000;

    public KeyspaceTests()
    {
        _turn = new Turn(_store, new IdCounters(default));
        _view = new View(_turn);
        Open();
    }

    public void Dispose()
    {
        _view.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void Keys_are_counted_as_they_come_and_go()
    {
        Put("a", expireAt: 0);
        Put("a", expireAt: 5000);
        Put("b", expireAt: 5000);
        Put("c", expireAt: 0);
        _view.KeyCount.ShouldBe(3);
        _generation.Keys.ShouldBe(0);
        TurnTests.Commit(_turn, _store);
        (_generation.Keys, _generation.Expires).ShouldBe((3, 2));

        Remove("b");
        Put("a", expireAt: 0);
        TurnTests.Commit(_turn, _store);
        (_generation.Keys, _generation.Expires).ShouldBe((2, 0));
        Catalog.Load(_store, databases: 1, shards: 4)[0].Keys.ShouldBe(2);
    }

    [Fact]
    public void There_is_one_expire_row_with_the_present_time_of_each_key_that_expires()
    {
        Put("a", expireAt: 5000);
        Put("a", expireAt: 6000);
        Put("b", expireAt: 7000);
        Put("b", expireAt: 0);
        TurnTests.Commit(_turn, _store);

        using var walk = _store.Iterate(Family.Expire, default, default, ReadTier.All, null);
        walk.SeekToFirst();
        Convert.ToHexString(walk.Key).ShouldBe("00000000" + "0000000000001770" + "61");
        walk.Next();
        walk.Valid.ShouldBeFalse();
    }

    [Fact]
    public void A_turn_that_looks_at_an_expired_key_removes_it()
    {
        Put("a", expireAt: 5000);
        TurnTests.Commit(_turn, _store);
        _now = 5000;
        Open();

        _view.HasExpired("a"u8).ShouldBeTrue();
        Exists(_view, "a").ShouldBeFalse();
        _view.Sightings.TakeCounts().Expired.ShouldBe(1);
        TurnTests.Commit(_turn, _store);
        (_generation.Keys, _generation.Expires).ShouldBe((0, 0));
        _view.HasExpired("a"u8).ShouldBeFalse();
    }

    [Fact]
    public void A_reader_finds_no_expired_key_and_removes_nothing()
    {
        Put("a", expireAt: 5000);
        TurnTests.Commit(_turn, _store);
        using var reader = new View(_store);
        reader.Open(0, _generation, now: 4999);
        Exists(reader, "a").ShouldBeTrue();
        reader.Open(0, _generation, now: 5000);
        Exists(reader, "a").ShouldBeFalse();
        reader.Sightings.HasExpired.ShouldBeTrue();
        _generation.Keys.ShouldBe(1);
    }

    [Fact]
    public void A_reader_tells_once_which_expired_keys_it_met_and_not_too_many()
    {
        for (var i = 0; i < 1500; i++)
            Put($"{i}", expireAt: 5000);

        TurnTests.Commit(_turn, _store);
        using var reader = new View(_store);
        reader.Open(0, _generation, now: 5000);
        for (var i = 0; i < 1500; i++)
            Exists(reader, $"{i}").ShouldBeFalse();

        var keys = reader.Sightings.TakeExpired();
        keys.Count.ShouldBe(1000);
        keys[7].ShouldBe("7"u8.ToArray());
        reader.Sightings.HasExpired.ShouldBeFalse();
        reader.Sightings.TakeExpired().ShouldBeEmpty();
        _view.Sightings.TakeExpired().ShouldBeEmpty();
    }

    [Fact]
    public void A_view_beside_another_works_on_its_own_database_and_counts_for_both()
    {
        Put("a", expireAt: 0);
        var second = new Generation(7, shards: 4);
        var beside = _view.Beside(1, second);
        beside.Lookup("a"u8).Exists.ShouldBeFalse();
        beside.PutInlineString("a"u8, 1, expireAt: 500, default).Fill(1);
        TurnTests.Commit(_turn, _store);
        (_generation.Keys, second.Keys, second.Expires).ShouldBe((1, 1, 1));

        _view.Beside(1, second).Find("a"u8).Exists.ShouldBeFalse();
        _view.Sightings.TakeCounts().ShouldBe((0, 1, 1));
        Exists(_view, "a").ShouldBeTrue();
    }

    [Fact]
    public void What_stops_a_view_beside_another_stops_the_command()
    {
        var cold = new View(new Turn(new ColdStore(_store, seed: 1, misses: 1), new IdCounters(default)));
        cold.Open(0, _generation, _now);
        cold.Beside(1, new Generation(7, shards: 4)).Find("a"u8).Exists.ShouldBeFalse();
        cold.Beside(1, new Generation(8, shards: 4));
        cold.Incomplete.ShouldBeTrue();
    }

    [Fact]
    public void Hits_and_misses_are_counted_by_lookups_alone()
    {
        Put("a", expireAt: 0);
        Exists(_view, "a").ShouldBeTrue();
        _view.Lookup("a"u8).Dispose();
        _view.Lookup("x"u8).Dispose();
        _view.Lookup("y"u8).Dispose();
        _view.Sightings.TakeCounts().ShouldBe((1, 2, 0));
        _view.Sightings.TakeCounts().ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_pinned_state_is_read_whatever_others_write()
    {
        Put("a", expireAt: 0);
        TurnTests.Commit(_turn, _store);
        using var reader = new View(_store);
        reader.Open(0, _generation, _now);
        reader.PinSnapshot().ShouldBeTrue();
        reader.PinSnapshot().ShouldBeFalse();
        Remove("a");
        TurnTests.Commit(_turn, _store);

        Exists(reader, "a").ShouldBeTrue();
        reader.Open(0, _generation, _now);
        Exists(reader, "a").ShouldBeFalse();
        _view.PinSnapshot().ShouldBeFalse();
    }

    [Fact]
    public void A_read_that_would_need_the_disk_makes_the_command_incomplete()
    {
        Put("a", expireAt: 0);
        TurnTests.Commit(_turn, _store);
        using var reader = new View(new ColdStore(_store, seed: 1, misses: 1));
        reader.Open(0, _generation, _now);
        Exists(reader, "a").ShouldBeFalse();
        reader.Incomplete.ShouldBeTrue();

        reader.Tier = ReadTier.All;
        reader.Open(0, _generation, _now);
        Exists(reader, "a").ShouldBeTrue();
        reader.Incomplete.ShouldBeFalse();
    }

    [Fact]
    public void Much_work_is_put_off_where_it_would_hold_up_others()
    {
        using var reader = new View(_store);
        reader.Open(0, _generation, _now);
        reader.MayProcess(1 << 20).ShouldBeTrue();
        reader.Incomplete.ShouldBeFalse();
        reader.MayProcess((1 << 20) + 1).ShouldBeFalse();
        reader.Incomplete.ShouldBeTrue();

        reader.Tier = ReadTier.All;
        reader.Open(0, _generation, _now);
        reader.MayProcess(1 << 30).ShouldBeTrue();
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var reader = new View(_store);
        reader.Open(0, _generation, _now);
        Should.Throw<InvalidOperationException>(() => reader.NewVersion());
    }

    private static bool Exists(View view, string key)
    {
        using var row = view.Find(System.Text.Encoding.ASCII.GetBytes(key));
        return row.Exists;
    }

    private void Open() => _view.Open(0, _generation, _now);

    private void Put(string key, long expireAt)
    {
        using var old = _view.Find(System.Text.Encoding.ASCII.GetBytes(key));
        _view.PutInlineString(System.Text.Encoding.ASCII.GetBytes(key), 1, expireAt, old)[0] = 1;
    }

    private void Remove(string key)
    {
        using var old = _view.Find(System.Text.Encoding.ASCII.GetBytes(key));
        _view.Remove(System.Text.Encoding.ASCII.GetBytes(key), old);
    }
}
