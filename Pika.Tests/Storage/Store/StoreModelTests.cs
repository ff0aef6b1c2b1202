using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Storage.Store.RocksDb;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Store;

/// <summary>Any history gives the same reads on both stores, so that what the simulator shows holds for RocksDB.</summary>
public sealed class StoreModelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _runs;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Both_stores_agree_after_any_history() =>
        Prop.ForAll(Histories().ToArbitrary(), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static Gen<Step[]> Histories()
    {
        // Few and short keys, so that steps meet each other.
        var key = Gen.Choose(0, 2).SelectMany(length => Gen.Choose(0, 3).Select(c => (byte)(c * 85)).ArrayOf(length));
        var family = Gen.Elements(Enum.GetValues<Family>());
        var step =
            from kind in Gen.Frequency(
                (8, Gen.Constant(Kind.Put)),
                (4, Gen.Constant(Kind.Delete)),
                (2, Gen.Constant(Kind.DeleteRange)),
                (2, Gen.Constant(Kind.Commit)),
                (1, Gen.Constant(Kind.Flush)),
                (1, Gen.Constant(Kind.Crash)),
                (1, Gen.Constant(Kind.Compact))
            )
            from f in family
            from a in key
            from b in key
            select new Step(kind, f, a, b);
        return step.ArrayOf(40);
    }

    private void Agree(Step[] history)
    {
        var path = _directory[$"db{_runs++}"];
        var options = new RocksDbOptions { MemoryBudget = 32 << 20, WriteBufferSize = 1 << 20 };
        IStore rocks = RocksDbStore.Open(path, options);
        var memory = new MemoryStore();
        var batch = new WriteBatch(0);
        var removed = new List<Family>();
        try
        {
            foreach (var step in history)
            {
                switch (step.Kind)
                {
                    case Kind.Put:
                        batch.Put(step.Family, step.A, step.B);
                        break;
                    case Kind.Delete:
                        batch.Delete(step.Family, step.A);
                        break;
                    case Kind.DeleteRange when step.A.AsSpan().SequenceCompareTo(step.B) <= 0:
                        batch.DeleteRange(step.Family, step.A, step.B);
                        removed.Add(step.Family);
                        break;
                    case Kind.Commit:
                        Commit(rocks, memory, batch, removed);
                        batch.Clear();
                        Compare(rocks, memory, step);
                        break;
                    case Kind.Flush:
                        rocks.Flush();
                        memory.Flush();
                        break;
                    case Kind.Crash:
                        rocks.Dispose();
                        rocks = RocksDbStore.Open(path, options);
                        memory = memory.Crash();
                        Compare(rocks, memory, step);
                        break;
                    case Kind.Compact:
                        // A compaction begins with a flush, which makes all rows durable.
                        rocks.Flush();
                        memory.Flush();
                        rocks.Compact(step.Family, [], []);
                        break;
                }
            }

            Compare(rocks, memory, history[^1]);
        }
        finally
        {
            rocks.Dispose();
        }
    }

    private static void Commit(IStore rocks, IStore memory, WriteBatch batch, List<Family> removed)
    {
        rocks.Write(batch.Payload, noSlowdown: false);
        memory.Write(batch.Payload, noSlowdown: false);
        if (removed.Count > 0)
        {
            // Only then are removed ranges sure to be gone.
            rocks.Flush();
            memory.Flush();
            removed.ForEach(family => rocks.Compact(family, [], []));
            removed.Clear();
        }
    }

    private static void Compare(IStore rocks, IStore memory, Step step)
    {
        foreach (var family in Enum.GetValues<Family>())
        {
            Walk(rocks, family, [], []).ShouldBe(Walk(memory, family, [], []));
            foreach (var tier in Enum.GetValues<ReadTier>())
            {
                if (tier != ReadTier.BlockCache)
                {
                    Get(rocks, family, step.A, tier).ShouldBe(Get(memory, family, step.A, tier), $"{family} {tier}");
                }
            }
        }

        if (step.A.AsSpan().SequenceCompareTo(step.B) < 0)
        {
            Walk(rocks, step.Family, step.A, step.B).ShouldBe(Walk(memory, step.Family, step.A, step.B));
        }
    }

    private static string? Get(IStore store, Family family, byte[] key, ReadTier tier)
    {
        var status = store.Get(family, key, tier, null, out var row);
        using (row)
        {
            return status == ReadStatus.Found ? Convert.ToHexString(row.Value) : null;
        }
    }

    /// <summary>All rows forwards and backwards, and what each seek in the middle finds.</summary>
    private static List<string> Walk(IStore store, Family family, byte[] lower, byte[] upper)
    {
        var rows = new List<string>();
        using var iterator = store.Iterate(family, lower, upper, ReadTier.All, null);
        for (iterator.SeekToFirst(); iterator.Valid; iterator.Next())
        {
            rows.Add($"{Convert.ToHexString(iterator.Key)}={Convert.ToHexString(iterator.Value)}");
        }

        for (iterator.SeekToLast(); iterator.Valid; iterator.Prev())
        {
            rows.Add(Convert.ToHexString(iterator.Key));
        }

        foreach (
            var key in (byte[][])
                [
                    [],
                    [85],
                    [85, 1],
                    [170, 255],
                    [255, 255, 1],
                ]
        )
        {
            iterator.Seek(key);
            rows.Add(iterator.Valid ? Convert.ToHexString(iterator.Key) : "end");
            iterator.SeekForPrev(key);
            rows.Add(iterator.Valid ? Convert.ToHexString(iterator.Key) : "end");
        }

        return rows;
    }

    private enum Kind
    {
        Put,
        Delete,
        DeleteRange,
        Commit,
        Flush,
        Crash,
        Compact,
    }

    private sealed record Step(Kind Kind, Family Family, byte[] A, byte[] B)
    {
        public override string ToString() => $"{Kind} {Family} {Convert.ToHexString(A)} {Convert.ToHexString(B)}";
    }
}
