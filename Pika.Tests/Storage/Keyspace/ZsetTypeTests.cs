using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using ValueType = Pika.Storage.Keyspace.ValueType;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class ZsetTypeTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly IdCounters _ids = new(default);
    private readonly Generation _generation = new(0, shards: 1);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(4, 120, 1, 2, 12)]
    [InlineData(8, 600, 2, 2, 12)]
    [InlineData(16, 40, 3, 2, 12)]
    [InlineData(16, 1000, 4, 1, 3)]
    [InlineData(16, 60, 5, 1, 3)]
    [InlineData(16, 1000, 6, 2, 2)]
    public void Writers_that_take_back_what_they_did_agree_with_a_sorted_list(
        int blockSize,
        int members,
        int seed,
        int count,
        int oneInPops
    )
    {
        var random = new Random(seed);
        Writer[] writers = [.. Enumerable.Range(0, count).Select(_ => new Writer(this, blockSize))];
        var committed = new Model();
        for (var turn = 0; turn < 3_500; turn++)
        {
            var writer = writers[random.Next(count)];
            var model = committed.Copy();
            for (var command = random.Next(1, 12); command > 0; command--)
            {
                var mark = writer.Turn.Mark();
                var before = model.Copy();
                Change(random, writer, model, members, oneInPops);
                if (random.Next(8) == 0)
                {
                    writer.Turn.Rollback(mark);
                    model = before;
                }

                if (random.Next(8) == 0)
                    StopForADisk(random, writer, members);

                Compare(random, writer, model);
            }

            if (random.Next(6) == 0)
            {
                writer.Turn.Clear();
                continue;
            }

            TurnTests.Commit(writer.Turn, _store);
            committed = model;
        }

        foreach (var writer in writers)
            CompareAll(writer, committed);
    }

    [Fact]
    public void A_set_of_one_block_has_no_block_rows()
    {
        var writer = new Writer(this, blockSize: 4);
        Add(writer, 0, 4);
        TurnTests.Commit(writer.Turn, _store);
        Blocks().ShouldBe([]);
        Add(writer, 4, 1);
        TurnTests.Commit(writer.Turn, _store);
        Blocks().ShouldBe([4, 1]);
        writer.Open(zset =>
        {
            for (var i = 0; i < 4; i++)
                zset.Remove(Name(i), i);

            zset.Save();
        });
        TurnTests.Commit(writer.Turn, _store);
        Blocks().ShouldBe([]);
    }

    [Fact]
    public void A_set_that_grows_at_an_end_has_full_blocks()
    {
        var writer = new Writer(this, blockSize: 8);
        Add(writer, 0, 80);
        TurnTests.Commit(writer.Turn, _store);
        Blocks().Count.ShouldBe(10);
    }

    [Fact]
    public void A_command_that_stops_for_a_disk_leaves_the_index_of_ranks_as_it_is()
    {
        var writer = new Writer(this, blockSize: 4);
        Add(writer, 0, 20);
        TurnTests.Commit(writer.Turn, _store);
        writer.Open(zset => writer.HasIndexOf(zset).ShouldBeTrue());

        var mark = writer.Turn.Mark();
        writer.Open(zset =>
        {
            zset.Remove(Name(3), 3);
            zset.Add("one"u8, 6);
            zset.Add("two"u8, 6);
            writer.Stop();
            zset.Add("three"u8, 7);
            zset.Save();
        });
        writer.Turn.Rollback(mark);
        writer.BeginNext();

        writer.Open(zset =>
        {
            writer.HasIndexOf(zset).ShouldBeTrue();
            for (var i = 0; i < 20; i++)
                zset.EntriesBefore(i, Name(i)).ShouldBe(i);
        });
    }

    [Fact]
    public void The_rows_are_those_of_the_format()
    {
        var writer = new Writer(this, blockSize: 4);
        writer.Open(zset =>
        {
            zset.Add("a"u8, 1.5);
            zset.Save();
        });
        TurnTests.Commit(writer.Turn, _store);
        const string Prefix = "00000000" + "1DCD" + "0000000000000001";
        Rows(Family.Data).ShouldBe([$"{Prefix}550D7456" + "61 = 000000000000F83F"]);
        Rows(Family.Score).ShouldBe([$"{Prefix}00" + "BFF8000000000000" + "61 = "]);
        Rows(Family.Meta)
            .ShouldBe([
                "00000000" + "1DCD" + "6B = 0402" + "0100000000000000" + "0100000000000000" + "0200000000000000" + "00000000" + "00",
            ]);
    }

    private static byte[] Name(int i) => Encoding.ASCII.GetBytes($"m{i:000}");

    private static void Add(Writer writer, int first, int count) =>
        writer.Open(zset =>
        {
            for (var i = first; i < first + count; i++)
                zset.Add(Name(i), i);

            zset.Save();
        });

    private static void Change(Random random, Writer writer, Model model, int members, int oneInPops)
    {
        if (random.Next(oneInPops) == 0)
        {
            writer.Pop(highest: random.Next(4) == 0, random.Next(1, random.Next(4) == 0 ? 20 : 3), model);
            return;
        }

        if (random.Next(25) == 0)
        {
            writer.RemoveRanks(random, model);
            return;
        }

        var adds = random.Next(3) > 0;
        writer.Open(zset =>
        {
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var name = random.Next(members);
                var isThere = zset.TryScore(Name(name), out var score);
                isThere.ShouldBe(model.Scores.ContainsKey(name));
                double to = random.Next(30);
                if (isThere && adds)
                    zset.Move(Name(name), score, to);
                else if (isThere)
                    zset.Remove(Name(name), score);
                else if (adds)
                    zset.Add(Name(name), to);

                if (isThere && !adds)
                    model.Scores.Remove(name);
                else if (adds)
                    model.Scores[name] = to;
            }

            zset.Save();
        });
    }

    private static void StopForADisk(Random random, Writer writer, int members)
    {
        var mark = writer.Turn.Mark();
        writer.Open(zset =>
        {
            var stopAt = random.Next(8);
            for (var i = 0; i < 8; i++)
            {
                if (i == stopAt)
                    writer.Stop();

                var name = random.Next(members);
                if (!zset.TryScore(Name(name), out var score))
                    zset.Add(Name(name), random.Next(30));
                else if (zset.Size > 1)
                    zset.Remove(Name(name), score);
            }

            zset.Save();
        });
        writer.Turn.Rollback(mark);
        writer.BeginNext();
    }

    private static void Compare(Random random, Writer writer, Model model)
    {
        if (random.Next(4) > 0)
            return;

        var all = model.InOrder();
        writer.Open(zset =>
        {
            zset.Size.ShouldBe(all.Count);
            for (var i = 0; i < 2 && all.Count > 0; i++)
            {
                var rank = random.Next(all.Count);
                zset.EntriesBefore(all[rank].Score, Name(all[rank].Name)).ShouldBe(rank);
                var backward = random.Next(2) == 0;
                using var walk = zset.WalkFromRank(rank, backward);
                walk.Next().ShouldBeTrue();
                Encoding.ASCII.GetString(walk.Member).ShouldBe(Encoding.ASCII.GetString(Name(all[rank].Name)));
            }
        });
    }

    private static void CompareAll(Writer writer, Model model) =>
        writer.Open(zset =>
        {
            using var walk = zset.Walk(backward: false);
            var found = new List<(double, string)>();
            while (walk.Next())
                found.Add((walk.Score, Encoding.ASCII.GetString(walk.Member)));

            found.ShouldBe(model.InOrder().Select(entry => (entry.Score, Encoding.ASCII.GetString(Name(entry.Name)))));
        });

    private List<int> Blocks() =>
        [.. Raw(Family.Score).Where(row => row.Key[RowKeys.DataPrefix] == 1).Select(row => BitConverter.ToInt32(row.Value))];

    private List<string> Rows(Family family) =>
        [.. Raw(family).Select(row => $"{Convert.ToHexString(row.Key)} = {Convert.ToHexString(row.Value)}")];

    private List<(byte[] Key, byte[] Value)> Raw(Family family)
    {
        var rows = new List<(byte[], byte[])>();
        using var walk = _store.Iterate(family, default, default, ReadTier.All, null);
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            rows.Add((walk.Key.ToArray(), walk.Value.ToArray()));

        return rows;
    }

    private delegate void Use(Zset zset);

    private sealed class Writer
    {
        private readonly View _view;
        private readonly ZsetType _type;

        public Writer(ZsetTypeTests test, int blockSize)
        {
            Turn = new Turn(test._store, test._ids);
            _view = new View(Turn);
            _view.Open(0, test._generation, now: 1000);
            _type = new ZsetType(_view, blockSize);
        }

        public Turn Turn { get; }

        /// <summary>Ends what is read for the present command, as a read does that needs a disk.</summary>
        public void Stop() => _view.MayProcess(long.MaxValue).ShouldBeFalse();

        public void BeginNext() => _view.Open(0, _view.Generation, _view.Now);

        public bool HasIndexOf(Zset zset) => _type.Indexes.Find(zset.Head.Version, zset.Head.Stamp) is not null;

        public void Open(Use use)
        {
            using var row = _view.Find("k"u8);
            use(_type.Open("k"u8, row));
        }

        public void Pop(bool highest, int count, Model model)
        {
            using var row = _view.Find("k"u8);
            if (!row.Exists)
                return;

            row.Type.ShouldBe(ValueType.Zset);
            var popped = _type.Pop("k"u8, row, highest, count, out _);
            var all = model.InOrder();
            if (highest)
                all.Reverse();

            popped.Count.ShouldBe(Math.Min(count, all.Count));
            for (var i = 0; i < popped.Count; i++)
            {
                Encoding.ASCII.GetString(popped.Member(i)).ShouldBe(Encoding.ASCII.GetString(Name(all[i].Name)));
                model.Scores.Remove(all[i].Name);
            }
        }

        public void RemoveRanks(Random random, Model model)
        {
            using var row = _view.Find("k"u8);
            if (!row.Exists)
                return;

            var all = model.InOrder();
            var (first, count) = (random.Next(all.Count), random.Next(1, 40));
            var zset = _type.Open("k"u8, row);
            var walk = zset.WalkFromRank(first, backward: false);
            zset.RemoveAll(ref walk, count).ShouldBe(Math.Min(count, all.Count - first));
            walk.Dispose();
            zset.Save();
            foreach (var (_, name) in all.Skip(first).Take(count))
                model.Scores.Remove(name);
        }
    }

    private sealed class Model
    {
        public Dictionary<int, double> Scores { get; init; } = [];

        public Model Copy() => new() { Scores = new(Scores) };

        public List<(double Score, int Name)> InOrder() =>
            [.. Scores.Select(pair => (Score: pair.Value, Name: pair.Key)).OrderBy(entry => entry.Score).ThenBy(entry => entry.Name)];
    }
}
