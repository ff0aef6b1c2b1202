using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Tests.Storage.Store;
using ValueType = Pika.Storage.Keyspace.ValueType;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class ElementRowsTests : KeyspaceTestBase
{
    [Fact]
    public void A_field_is_a_row_under_its_hash()
    {
        Set("k"u8, "abc"u8, "v1"u8);
        Commit();

        Rows(Family.Meta).ShouldBe(["000000001DCD6B = 01020100000000000000" + "0100000000000000"]);
        Rows(Family.Data).ShouldBe(["000000001DCD0000000000000001" + "32D153FF" + "616263 = 7631"]);
    }

    [Fact]
    public void A_member_is_a_row_without_a_value()
    {
        using (var row = View.Find("k"u8))
        {
            var edit = SetType.Edit(View, "k"u8, row);
            edit.Add("abc"u8).ShouldBeTrue();
            edit.Add("abc"u8).ShouldBeFalse();
            edit.Finish(changed: true);
        }

        Commit();
        Rows(Family.Meta).ShouldBe(["000000001DCD6B = 02020100000000000000" + "0100000000000000"]);
        Rows(Family.Data).ShouldBe(["000000001DCD0000000000000001" + "32D153FF" + "616263 = "]);
    }

    [Fact]
    public void With_its_last_field_a_key_leaves_no_row_behind()
    {
        Set("k"u8, "a"u8, "1"u8);
        Commit();
        using (var row = View.Find("k"u8))
        {
            var edit = HashType.Edit(View, "k"u8, row);
            edit.Remove("a"u8).ShouldBeTrue();
            edit.Finish(changed: true).ShouldBeTrue();
        }

        Commit();
        Rows(Family.Meta).ShouldBeEmpty();
        Rows(Family.Data).ShouldBeEmpty();
        ReclaimQueue.Next(Store, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void A_walk_of_all_hashes_and_walks_of_parts_meet_the_same_elements()
    {
        for (var i = 0; i < 300; i++)
            Set("k"u8, [(byte)i, (byte)(i >> 8)], default);

        Commit();
        using var row = View.Find("k"u8);
        var rows = new ElementRows(View, "k"u8, row.Version);
        var all = Elements(rows.Walk());
        all.Count.ShouldBe(300);
        List<string> parts = [.. Elements(rows.Walk(0, 0x5FFF_FFFF)), .. Elements(rows.Walk(0x6000_0000, uint.MaxValue))];
        parts.ShouldBe(all);
    }

    [Fact]
    public void A_reader_that_was_overtaken_looks_at_the_new_value()
    {
        Set("k"u8, "a"u8, "old"u8);
        Commit();
        using var overtaken = new OvertakenStore(Store, ReplaceAndReclaim);
        using var reader = new View(overtaken);
        reader.Open(0, View.Generation, now: 1000);

        using var row = ElementRows.Lookup(reader, "k"u8, ValueType.Hash, "a"u8, out var value, out var found);
        found.ShouldBeTrue();
        value.Value.ToArray().ShouldBe("new"u8.ToArray());
    }

    // What a MULTI with DEL and HSET does, and then the background.
    private void ReplaceAndReclaim()
    {
        using (var row = View.Find("k"u8))
            View.Remove("k"u8, row);

        Set("k"u8, "a"u8, "new"u8);
        Commit();
        ReclaimQueue.Remove(Turn, ReclaimQueue.Next(Store, 0, 0)!);
        Commit();
    }

    private void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        using var row = View.Find(key);
        var edit = HashType.Edit(View, key, row);
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
        using var walk = Store.Iterate(family, default, default, ReadTier.All, null);
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            rows.Add($"{Convert.ToHexString(walk.Key)} = {Convert.ToHexString(walk.Value)}");

        return rows;
    }

    /// <summary>Lets others write once, between the reads of a meta row and of a data row.</summary>
    private sealed class OvertakenStore(IStore below, Action write) : PassingStore(below)
    {
        private bool _written;

        public override ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
        {
            if (family == Family.Data && !_written)
            {
                _written = true;
                write();
            }

            return base.Get(family, key, tier, snapshot, out row);
        }
    }
}
