using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;

namespace Pika.Benchmarks.Store;

/// <summary>
/// What the store costs under a command: point reads that hit and miss, and batches of rows with the applied row, as the server writes
/// them. A plain loop in slices; a figure is processor time of the median slice, and of the best one in parentheses.
/// </summary>
internal sealed class StoreBenchmark : IDisposable
{
    private const int ValueBytes = 128 + 16;
    private const int Slices = 11;
    private const int SliceOperations = 4_000;

    /// <summary>Generation (4 bytes), slot (2), and a key of 16 characters as redis-benchmark's.</summary>
    private const int KeyBytes = 22;

    private readonly RocksDbStore _store;
    private readonly int _rows;
    private readonly Random _random = new(1);
    private readonly byte[] _value = new byte[ValueBytes];
    private readonly byte[] _key = new byte[KeyBytes];
    private readonly WriteBatch _batch = new(64);
    private ulong _applied;

    private StoreBenchmark(RocksDbStore store, int rows)
    {
        _store = store;
        _rows = rows;
        _random.NextBytes(_value);
    }

    /// <summary>Runs all measurements: <c>store [--rows N] [--extra "name=value;..."]</c>.</summary>
    public static int Run(string[] args)
    {
        var rows = 1_000_000;
        var extra = "";
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--rows":
                    rows = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
                    break;
                case "--extra":
                    extra = args[i + 1];
                    break;
                default:
                    Console.Error.WriteLine($"unknown option '{args[i]}'");
                    return 2;
            }
        }

        var directory = Directory.CreateTempSubdirectory("pika-bench-").FullName;
        try
        {
            var options = new RocksDbOptions
            {
                MemoryBudget = 2L << 30,
                WriteBufferSize = 512L << 20,
                Extra = extra,
            };
            using var benchmark = new StoreBenchmark(RocksDbStore.Open(directory, options), rows);
            Console.WriteLine($"librocksdb {RocksDbLibrary.Version}, {rows} rows of {KeyBytes} + {ValueBytes} bytes {extra}");
            benchmark.MeasureAll();
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public void Dispose() => _store.Dispose();

    private void MeasureAll()
    {
        Load();
        Report("get, memtable, hit", 1, () => Get(Existing(), ReadStatus.Found));
        Report("get, memtable, miss", 1, () => Get(Absent(), ReadStatus.NotFound));
        foreach (var size in (int[])[1, 16, 64])
        {
            Report($"write {size} existing rows, per row", size, () => WriteRows(size, Existing));
        }

        foreach (var size in (int[])[1, 64])
        {
            Report($"write {size} new rows, per row", size, () => WriteRows(size, Absent));
        }

        _store.Flush();
        _store.Compact(Family.Meta, [], []);
        for (var i = 0; i < _rows; i++)
        {
            Get(i, ReadStatus.Found, ReadTier.All);
        }

        Report("get, block cache, hit", 1, () => Get(Existing(), ReadStatus.Found));
        Report("get, block cache, miss", 1, () => Get(Absent(), null));
        WriteRows(1, Existing);
        Report("get, block cache under a memtable, hit", 1, () => Get(Existing(), ReadStatus.Found));
        Report("snapshot, read options and get", 1, SnapshotGet);
        Report("iterator over 10 rows", 1, Iterate);
    }

    private void Load()
    {
        var order = Enumerable.Range(0, _rows).ToArray();
        _random.Shuffle(order);
        var start = ThreadClock.Now();
        for (var i = 0; i < _rows; )
        {
            _batch.Clear();
            for (var end = Math.Min(i + 64, _rows); i < end; i++)
            {
                Put(order[i]);
            }

            Commit();
        }

        Print("load in random order, 64 rows per batch", [(ThreadClock.Now() - start) / (double)_rows]);
    }

    /// <summary>Runs the operation in slices and prints nanoseconds per unit of it.</summary>
    private static void Report(string name, int units, Action operation)
    {
        var slices = new double[Slices];
        var count = Math.Max(SliceOperations / units, 1);
        for (var slice = 0; slice < Slices; slice++)
        {
            var start = ThreadClock.Now();
            for (var i = 0; i < count; i++)
            {
                operation();
            }

            slices[slice] = (ThreadClock.Now() - start) / ((double)count * units);
        }

        Print(name, slices);
    }

    private static void Print(string name, double[] slices)
    {
        Array.Sort(slices);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name, -42} {slices[slices.Length / 2], 8:F0} ns  ({slices[0]:F0})")
        );
    }

    private int Existing() => _random.Next(_rows);

    private int Absent() => _rows + _random.Next(1 << 30);

    private void Get(int number, ReadStatus? expected, ReadTier tier = ReadTier.BlockCache)
    {
        Encode(number);
        var status = _store.Get(Family.Meta, _key, tier, null, out var row);
        row.Dispose();
        if (status != expected && expected is not null)
        {
            throw new InvalidOperationException($"{status} instead of {expected}");
        }
    }

    private void SnapshotGet()
    {
        using var snapshot = _store.Snapshot();
        Encode(Existing());
        _store.Get(Family.Meta, _key, ReadTier.All, snapshot, out var row);
        row.Dispose();
    }

    private void Iterate()
    {
        Encode(Existing());
        using var iterator = _store.Iterate(Family.Meta, _key, [], ReadTier.All, null);
        iterator.SeekToFirst();
        for (var i = 0; i < 10 && iterator.Valid; i++)
        {
            iterator.Next();
        }
    }

    private void WriteRows(int count, Func<int> number)
    {
        _batch.Clear();
        for (var i = 0; i < count; i++)
        {
            Put(number());
        }

        Commit();
    }

    private void Put(int number)
    {
        Encode(number);
        _batch.Put(Family.Meta, _key, _value);
    }

    private void Commit()
    {
        BinaryPrimitives.WriteUInt64BigEndian(_batch.Put(Family.System, "applied"u8, 16), ++_applied);
        if (_store.Write(_batch.Payload, noSlowdown: false) != WriteStatus.Written)
        {
            throw new InvalidOperationException("the store stalled");
        }
    }

    /// <summary>The slot comes from the key's hash, so rows are spread as those of the server.</summary>
    private void Encode(int number)
    {
        var key = _key.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(key, 1);
        BinaryPrimitives.WriteUInt16BigEndian(key[4..], (ushort)(((uint)number * 2654435761u) >> 18));
        Encoding.ASCII.GetBytes("key:", key[6..]);
        number.TryFormat(key[10..], out _, "D12", CultureInfo.InvariantCulture);
    }
}
