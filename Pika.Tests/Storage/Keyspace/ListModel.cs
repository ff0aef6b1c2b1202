using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>A list in a store, and what it ought to hold.</summary>
internal sealed class ListModel : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly Turn _turn;
    private int _next;

    public ListModel()
    {
        _turn = new Turn(_store, new IdCounters(default));
        View = new View(_turn) { Tier = ReadTier.All };
        View.Open(0, new Generation(0, shards: 1), now: 1000);
    }

    public List<string> Model { get; } = [];

    public View View { get; }

    public int BatchLength => _turn.Batch.Length;

    public void Dispose()
    {
        View.Dispose();
        _store.Dispose();
    }

    // Few different words, so that a removal by value finds several.
    public string Word() => $"{_next++ % 5_000}";

    public void Fill(int length)
    {
        if (length == 0)
            return;

        using var row = View.Find("k"u8);
        var list = new ListValue(View, "k"u8, row);
        for (var i = 0; i < length; i++)
        {
            Model.Add(Word());
            list.Push(left: false, Encoding.ASCII.GetBytes(Model[^1]));
        }

        list.Save();
        Commit();
    }

    public void Push(bool left, string word)
    {
        Model.Insert(left ? 0 : Model.Count, word);
        using var row = View.Find("k"u8);
        ListType.Push(View, "k"u8, row, left, Encoding.ASCII.GetBytes(word));
    }

    public void Pop(bool left, int count)
    {
        using var row = View.Find("k"u8);
        using (var walk = ListType.Ends(View, "k"u8, row, left, count))
        {
            for (var i = 0; i < count; i++)
            {
                walk.Next().ShouldBeTrue();
                Encoding.ASCII.GetString(walk.Value).ShouldBe(left ? Model[i] : Model[^(i + 1)]);
            }
        }

        ListType.Drop(View, "k"u8, row, left, count);
        Model.RemoveRange(left ? 0 : Model.Count - count, count);
    }

    public void Insert(int index, string word)
    {
        Model.Insert(index, word);
        using var row = View.Find("k"u8);
        var list = new ListValue(View, "k"u8, row);
        list.Insert(index, Encoding.ASCII.GetBytes(word));
        list.Save();
    }

    public void Set(int index, string word)
    {
        Model[index] = word;
        using var row = View.Find("k"u8);
        new ListValue(View, "k"u8, row).Set(index, Encoding.ASCII.GetBytes(word));
    }

    public void Remove(int count, string word)
    {
        var expected = 0;
        for (; count == 0 || expected < Math.Abs(count); expected++)
        {
            var at = count < 0 ? Model.LastIndexOf(word) : Model.IndexOf(word);
            if (at < 0)
                break;

            Model.RemoveAt(at);
        }

        using var row = View.Find("k"u8);
        ListType.Remove(View, "k"u8, row, count, Encoding.ASCII.GetBytes(word)).ShouldBe(expected);
    }

    public void Keep(int first, int count)
    {
        using var row = View.Find("k"u8);
        var list = new ListValue(View, "k"u8, row);
        list.Keep(first, count);
        list.Save();
        Model.RemoveRange(first + count, Model.Count - first - count);
        Model.RemoveRange(0, first);
    }

    public void CheckSome(Random chance)
    {
        using var row = View.Find("k"u8);
        row.Exists.ShouldBe(Model.Count > 0);
        ListType.Count(row).ShouldBe(Model.Count);
        if (Model.Count > 0)
        {
            var first = chance.Next(Model.Count);
            Check(row, first, chance.Next(Math.Min(200, Model.Count - first) + 1), backwards: false);
            Check(row, first, chance.Next(Math.Min(200, first + 1) + 1), backwards: true);
        }
    }

    public void CheckAll()
    {
        using var row = View.Find("k"u8);
        ListType.Count(row).ShouldBe(Model.Count);
        if (Model.Count > 0)
        {
            Check(row, 0, Model.Count, backwards: false);
            Check(row, Model.Count - 1, Model.Count, backwards: true);
        }
    }

    private void Check(in KeyRow row, int first, int count, bool backwards)
    {
        using var walk = new ListWalk(View, "k"u8, row, first, count, backwards);
        for (var i = 0; i < count; i++)
        {
            walk.Next().ShouldBeTrue();
            var index = backwards ? first - i : first + i;
            walk.Index.ShouldBe(index);
            if (!walk.Value.SequenceEqual(Encoding.ASCII.GetBytes(Model[index])))
                Encoding.ASCII.GetString(walk.Value).ShouldBe(Model[index], $"index {index} of {Model.Count}");
        }

        walk.Next().ShouldBeFalse();
    }

    public void Commit() => TurnTests.Commit(_turn, _store);

    public int Rows(Family family)
    {
        using var rows = _store.Iterate(family, default, default, ReadTier.All, null);
        var count = 0;
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
            count++;

        return count;
    }

    public int MetaLength()
    {
        using var rows = _store.Iterate(Family.Meta, default, default, ReadTier.All, null);
        rows.SeekToFirst();
        return rows.Value.Length;
    }

    public void Reclaim()
    {
        while (ReclaimQueue.Next(_store, 0, 0) is { } garbage)
        {
            ReclaimQueue.Remove(_turn, garbage);
            Commit();
        }
    }
}
