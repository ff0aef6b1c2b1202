using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using ValueType = Pika.Storage.Keyspace.ValueType;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class ElementRowsTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly Turn _turn;
    private readonly View _view;

    public ElementRowsTests()
    {
        _turn = new Turn(_store, new IdCounters(default));
        _view = new View(_turn);
        _view.Open(0, new Generation(0, shards: 1), now: 1000);
    }

    public void Dispose()
    {
        _view.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void A_field_is_a_row_under_its_hash()
    {
        Set("k"u8, "abc"u8, "v1"u8);
        TurnTests.Commit(_turn, _store);

        Rows(Family.Meta).ShouldBe(["000000001DCD6B = 01020100000000000000" + "0100000000000000"]);
        Rows(Family.Data).ShouldBe(["000000001DCD0000000000000001" + "32D153FF" + "616263 = 7631"]);
    }

    [Fact]
    public void A_member_is_a_row_without_a_value()
    {
        using (var row = _view.Find("k"u8))
        {
            var edit = SetType.Edit(_view, "k"u8, row);
            edit.Add("abc"u8).ShouldBeTrue();
            edit.Add("abc"u8).ShouldBeFalse();
            edit.Finish(changed: true);
        }

        TurnTests.Commit(_turn, _store);
        Rows(Family.Meta).ShouldBe(["000000001DCD6B = 02020100000000000000" + "0100000000000000"]);
        Rows(Family.Data).ShouldBe(["000000001DCD0000000000000001" + "32D153FF" + "616263 = "]);
    }

    [Fact]
    public void With_its_last_field_a_key_leaves_no_row_behind()
    {
        Set("k"u8, "a"u8, "1"u8);
        TurnTests.Commit(_turn, _store);
        using (var row = _view.Find("k"u8))
        {
            var edit = HashType.Edit(_view, "k"u8, row);
            edit.Remove("a"u8).ShouldBeTrue();
            edit.Finish(changed: true).ShouldBeTrue();
        }

        TurnTests.Commit(_turn, _store);
        Rows(Family.Meta).ShouldBeEmpty();
        Rows(Family.Data).ShouldBeEmpty();
        ReclaimQueue.Next(_store, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void A_walk_of_all_hashes_and_walks_of_parts_meet_the_same_elements()
    {
        for (var i = 0; i < 300; i++)
            Set("k"u8, [(byte)i, (byte)(i >> 8)], default);

        TurnTests.Commit(_turn, _store);
        using var row = _view.Find("k"u8);
        var rows = new ElementRows(_view, "k"u8, row.Version);
        var all = Elements(rows.Walk());
        all.Count.ShouldBe(300);
        List<string> parts = [.. Elements(rows.Walk(0, 0x5FFF_FFFF)), .. Elements(rows.Walk(0x6000_0000, uint.MaxValue))];
        parts.ShouldBe(all);
    }

    [Fact]
    public void A_reader_that_was_overtaken_looks_at_the_new_value()
    {
        Set("k"u8, "a"u8, "old"u8);
        TurnTests.Commit(_turn, _store);
        using var overtaken = new OvertakenStore(_store, ReplaceAndReclaim);
        using var reader = new View(overtaken);
        reader.Open(0, _view.Generation, now: 1000);

        using var row = ElementRows.Lookup(reader, "k"u8, ValueType.Hash, "a"u8, out var value, out var found);
        found.ShouldBeTrue();
        value.Value.ToArray().ShouldBe("new"u8.ToArray());
    }

    // What a MULTI with DEL and HSET does, and then the background.
    private void ReplaceAndReclaim()
    {
        using (var row = _view.Find("k"u8))
            _view.Remove("k"u8, row);

        Set("k"u8, "a"u8, "new"u8);
        TurnTests.Commit(_turn, _store);
        ReclaimQueue.Remove(_turn, ReclaimQueue.Next(_store, 0, 0)!);
        TurnTests.Commit(_turn, _store);
    }

    private void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        using var row = _view.Find(key);
        var edit = HashType.Edit(_view, key, row);
        edit.Set(field, value);
        edit.Finish(changed: true);
    }

    private static List<string> Elements(ElementWalk walk)
    {
        var elements = new List<string>();
        for (var any = walk.SeekToFirst(); any; any = walk.Next())
            elements.Add(Convert.ToHexString(walk.Element));

        walk.Dispose();
        return elements;
    }

    private List<string> Rows(Family family)
    {
        var rows = new List<string>();
        using var walk = _store.Iterate(family, default, default, ReadTier.All, null);
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            rows.Add($"{Convert.ToHexString(walk.Key)} = {Convert.ToHexString(walk.Value)}");

        return rows;
    }

    /// <summary>Lets others write once, between the reads of a meta row and of a data row.</summary>
    private sealed class OvertakenStore(IStore below, Action write) : IStore
    {
        private bool _written;

        public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
        {
            if (family == Family.Data && !_written)
            {
                _written = true;
                write();
            }

            return below.Get(family, key, tier, snapshot, out row);
        }

        public IRowIterator Iterate(
            Family family,
            ReadOnlySpan<byte> lower,
            ReadOnlySpan<byte> upper,
            ReadTier tier,
            IStoreSnapshot? snapshot
        ) => below.Iterate(family, lower, upper, tier, snapshot);

        public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => below.Snapshot(tier);

        public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown) => below.Write(batch, noSlowdown);

        public void WriteSorted(ISortedRows rows) => below.WriteSorted(rows);

        public void Flush() => below.Flush();

        public LogIndex? Checkpoint(string directory) => below.Checkpoint(directory);

        public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => below.Compact(family, lower, upper);

        public string? Property(string name, Family family = Family.Meta) => below.Property(name, family);

        public void Dispose() { }
    }
}
