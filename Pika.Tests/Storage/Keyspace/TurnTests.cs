using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>A turn over a store reads as a sorted map would: its own writes over the store's rows, at any point and in any walk.</summary>
public sealed class TurnTests
{
    private enum Kind
    {
        Put,
        Delete,
        Mark,
        Rollback,
        Commit,
        Walk,
    }

    [Fact]
    public void Reads_and_walks_agree_with_a_sorted_map() =>
        Prop.ForAll(Histories().ToArbitrary(), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Nothing_is_in_the_store_before_the_commit()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        "v"u8.CopyTo(turn.Put(Family.Data, "k"u8, 1));

        store.Get(Family.Data, "k"u8, ReadTier.All, null, out _).ShouldBe(ReadStatus.NotFound);
        Commit(turn, store);

        store.Get(Family.Data, "k"u8, ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found);
        row.Value.ToArray().ShouldBe("v"u8.ToArray());
        turn.HasEffects.ShouldBeFalse();
    }

    [Fact]
    public void A_walk_that_needs_the_disk_ends_before_the_turns_own_writes()
    {
        using var store = new ColdStore(new MemoryStore(), seed: 1, misses: 1);
        var turn = new Turn(store, new IdCounters(default));
        "v"u8.CopyTo(turn.Put(Family.Data, "k"u8, 1));

        using var walk = turn.Iterate(Family.Data, "a"u8, "z"u8, ReadTier.BlockCache);
        walk.SeekToFirst();

        walk.Valid.ShouldBeFalse();
        walk.Incomplete.ShouldBeTrue();
    }

    [Fact]
    public void Counts_of_one_shard_become_one_row_and_reach_memory_with_the_commit()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        var generation = new Generation(3, shards: 2);
        turn.Count(generation, 1, keys: 2, expires: 1);
        turn.Count(generation, 1, keys: -1, expires: 0);
        turn.Count(generation, 0, keys: 1, expires: 0);
        turn.Count(generation, 0, keys: -1, expires: 0);
        generation.Keys.ShouldBe(0);
        turn.Counted(generation).ShouldBe((1, 1));

        Commit(turn, store);

        (generation.Keys, generation.Expires).ShouldBe((1, 1));
        store.Get(Family.System, RowKeys.Count(3, 0), ReadTier.All, null, out _).ShouldBe(ReadStatus.NotFound);
        store.Get(Family.System, RowKeys.Count(3, 1), ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found);
        Convert.ToHexString(row.Value).ShouldBe("0100000000000000" + "0100000000000000");
    }

    /// <summary>The example of docs/formats/keyspace.md.</summary>
    [Fact]
    public void A_set_with_an_expiry_becomes_the_rows_of_the_format_page()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        using var view = new Pika.Storage.Keyspace.Keyspace(turn);
        view.Open(0, new Generation(0, shards: 8), now: 1_700_000_000_000);
        using (var old = view.Find("k"u8))
            StringType.Put(view, "k"u8, "hi"u8, view.Now + 1, old);

        turn.Finish();
        var rows = new List<(Family, string, string)>();
        var reader = new WriteBatchReader(turn.Batch.Payload);
        while (reader.Read())
            rows.Add((reader.Family, Convert.ToHexString(reader.Key), Convert.ToHexString(reader.Value)));

        rows[1..]
            .ShouldBe([
                (Family.Expire, "00000000" + "0000018BCFE56801" + "6B", ""),
                (Family.Meta, "00000000" + "1DCD" + "6B", "0001" + "0168E5CF8B010000" + "6869"),
                (Family.System, Convert.ToHexString("count/"u8) + "00000000" + "0005", "0100000000000000" + "0100000000000000"),
            ]);
    }

    [Fact]
    public void A_rolled_back_command_leaves_no_count_and_no_deferred_change()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        var generation = new Generation(0, shards: 1);
        var changed = false;
        var mark = turn.Mark();
        turn.Put(Family.Data, "k"u8, 0);
        turn.Count(generation, 0, keys: 1, expires: 0);
        turn.Replace(0, new Generation(9, 1));
        turn.OnCommit(() => changed = true);
        turn.Rollback(mark);

        turn.HasEffects.ShouldBeFalse();
        turn.GenerationOf(0).ShouldBeNull();
        Commit(turn, store);
        generation.Keys.ShouldBe(0);
        changed.ShouldBeFalse();
    }

    [Fact]
    public void A_row_written_again_with_the_same_length_is_written_once()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        for (byte i = 0; i < 100; i++)
        {
            turn.Mark();
            turn.Put(Family.Meta, "key"u8, 1)[0] = i;
        }

        turn.Batch.Count.ShouldBe(2);
        turn.Put(Family.Meta, "key"u8, 2).Fill(7);
        turn.Delete(Family.Meta, "key"u8);
        turn.Put(Family.Meta, "key"u8, 2).Fill(8);
        turn.Batch.Count.ShouldBe(5);

        Commit(turn, store);
        store.Get(Family.Meta, "key"u8, ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found);
        row.Value.ToArray().ShouldBe([8, 8]);
    }

    [Fact]
    public void A_rolled_back_command_leaves_the_bytes_that_it_has_overwritten()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        "one"u8.CopyTo(turn.Put(Family.Meta, "key"u8, 3));
        var mark = turn.Mark();
        for (int i = 0; i < 3; i++)
        {
            "two"u8.CopyTo(turn.Put(Family.Meta, "key"u8, 3));
            "abc"u8.CopyTo(turn.Put(Family.Meta, "key"u8, 3));
            turn.Put(Family.Data, "more"u8, 10_000).Clear();
            turn.Rollback(mark);

            turn.Get(Family.Meta, "key"u8, ReadTier.All, out var row).ShouldBe(ReadStatus.Found);
            row.Value.ToArray().ShouldBe("one"u8.ToArray());
        }

        turn.Batch.Count.ShouldBe(2);
    }

    [Fact]
    public void A_row_written_before_a_removed_range_is_not_overwritten_in_front_of_it()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        "1"u8.CopyTo(turn.Put(Family.Data, "k"u8, 1));
        turn.DeleteUnreadRange(Family.Data, "a"u8, "z"u8);
        "2"u8.CopyTo(turn.Put(Family.Data, "k"u8, 1));

        Commit(turn, store);
        store.Get(Family.Data, "k"u8, ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found);
        row.Value.ToArray().ShouldBe("2"u8.ToArray());
    }

    [Fact]
    public void A_key_gets_an_expiry_again_and_again_in_one_turn_and_keeps_its_value()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        using var view = new Pika.Storage.Keyspace.Keyspace(turn);
        view.Open(0, new Generation(0, shards: 1), now: 1000);
        using (var none = view.Find("k"u8))
            StringType.Put(view, "k"u8, "value"u8, 0, none);

        foreach (long expireAt in (long[])[0, 2000, 3000, 0, 4000])
        {
            using var row = view.Find("k"u8);
            view.PutExpiry("k"u8, expireAt, row);
        }

        using var found = view.Find("k"u8);
        found.ExpireAt.ShouldBe(4000);
        found.Body.ToArray().ShouldBe("value"u8.ToArray());
    }

    internal static void Commit(Turn turn, IStore store)
    {
        turn.Finish();
        turn.Seal(new LogIndex(1, 1), wallMs: 0);
        store.Write(turn.Batch.Payload, noSlowdown: false);
        turn.Committed();
    }

    private static Gen<Step[]> Histories()
    {
        // Few and short keys, so that steps meet each other; values that differ, so that an old one shows.
        var key = Gen.Choose(0, 2).SelectMany(length => Gen.Choose(0, 3).Select(c => (byte)(c * 85)).ArrayOf(length));
        var kind = Gen.Frequency(
            (8, Gen.Constant(Kind.Put)),
            (4, Gen.Constant(Kind.Delete)),
            (1, Gen.Constant(Kind.Mark)),
            (1, Gen.Constant(Kind.Rollback)),
            (1, Gen.Constant(Kind.Commit)),
            (4, Gen.Constant(Kind.Walk))
        );
        var step = from k in kind from a in key from b in key from moves in Gen.Choose(0, 2).ArrayOf(8) select new Step(k, a, b, moves);
        return step.ArrayOf(40);
    }

    private static void Agree(Step[] history)
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        var model = new SortedDictionary<byte[], byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        var (mark, saved) = (turn.Mark(), model.ToArray());
        byte number = 0;
        foreach (var step in history)
        {
            switch (step.Kind)
            {
                case Kind.Put:
                    // Two lengths, so that a row is overwritten in place or anew.
                    model[step.A] = [.. Enumerable.Repeat(++number, 1 + (step.Moves[0] % 2))];
                    model[step.A].CopyTo(turn.Put(Family.Data, step.A, model[step.A].Length));

                    // The same key in another family is another row.
                    turn.Put(Family.Score, step.A, 0);
                    break;
                case Kind.Delete:
                    model.Remove(step.A);
                    turn.Delete(Family.Data, step.A);
                    break;
                case Kind.Mark:
                    (mark, saved) = (turn.Mark(), [.. model]);
                    break;
                case Kind.Rollback:
                    turn.Rollback(mark);
                    model.Clear();
                    Array.ForEach(saved, row => model.Add(row.Key, row.Value));
                    break;
                case Kind.Commit:
                    Commit(turn, store);
                    (mark, saved) = (turn.Mark(), [.. model]);
                    break;
                case Kind.Walk:
                    Walk(turn, model, step);
                    break;
            }

            var found = turn.Get(Family.Data, step.B, ReadTier.All, out var row) == ReadStatus.Found;
            found.ShouldBe(model.TryGetValue(step.B, out var expected));
            if (found)
                row.Value.ToArray().ShouldBe(expected);
        }
    }

    // Walks in the range [A, B), moving as the step says, and compares with the map's rows in that range.
    private static void Walk(Turn turn, SortedDictionary<byte[], byte[]> model, Step step)
    {
        var rows = model
            .Where(row => row.Key.AsSpan().SequenceCompareTo(step.A) >= 0)
            .Where(row => step.B.Length == 0 || row.Key.AsSpan().SequenceCompareTo(step.B) < 0)
            .ToArray();
        using var walk = turn.Iterate(Family.Data, step.A, step.B, ReadTier.All);
        var at = Seek(walk, rows, step);
        foreach (var move in step.Moves)
        {
            walk.Valid.ShouldBe(at >= 0 && at < rows.Length);
            if (!walk.Valid)
                return;

            walk.Key.ToArray().ShouldBe(rows[at].Key);
            walk.Value.ToArray().ShouldBe(rows[at].Value);
            if (move == 0)
                walk.Prev();
            else
                walk.Next();

            at += move == 0 ? -1 : 1;
        }
    }

    private static int Seek(IRowIterator walk, KeyValuePair<byte[], byte[]>[] rows, Step step)
    {
        var target = step.Moves.Select(move => (byte)(move * 85)).Take(step.Moves[0]).ToArray();
        switch (step.Moves[1] + (3 * (step.Moves[2] % 2)))
        {
            case 0:
                walk.SeekToFirst();
                return 0;
            case 1:
                walk.SeekToLast();
                return rows.Length - 1;
            case 2 or 3:
                walk.Seek(target);
                return Array.FindIndex(rows, row => row.Key.AsSpan().SequenceCompareTo(target) >= 0) is var i and >= 0 ? i : rows.Length;
            default:
                walk.SeekForPrev(target);
                return Array.FindLastIndex(rows, row => row.Key.AsSpan().SequenceCompareTo(target) <= 0);
        }
    }

    private sealed record Step(Kind Kind, byte[] A, byte[] B, int[] Moves)
    {
        public override string ToString() => $"{Kind} {Convert.ToHexString(A)} {Convert.ToHexString(B)} [{string.Join(',', Moves)}]";
    }
}
