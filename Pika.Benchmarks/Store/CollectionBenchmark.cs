using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Storage.Store.Tiered;

namespace Pika.Benchmarks.Store;

/// <summary>
/// What the rows of collections cost through a turn, the hot rows and RocksDB, without log and network: writes, and walks in
/// alternation with writes. A figure is elapsed time per command, of the median and of the slowest slice.
/// </summary>
internal sealed class CollectionBenchmark : IDisposable
{
    private const int Slices = 20;
    private const int SliceCommands = 20_000;
    private const ulong Version = 1;

    private readonly TieredStore _store;
    private readonly Turn _turn;
    private readonly int _rows;
    private readonly int _pipeline;
    private readonly Random _random = new(1);
    private readonly byte[] _lower = Prefix(Version);
    private readonly byte[] _upper = Prefix(Version + 1);
    private ulong _record;
    private long _counter;
    private int _inTurn;

    private CollectionBenchmark(string directory, int rows, int pipeline)
    {
        var options = new RocksDbOptions { MemoryBudget = 1L << 30 };
        _store = new TieredStore(RocksDbStore.Open(directory, options), 1L << 30);
        _store.SetReplayed(0);
        _turn = new Turn(_store, new IdCounters(default));
        (_rows, _pipeline) = (rows, pipeline);
    }

    /// <summary>Runs all measurements: <c>collections [--rows N] [--pipeline N]</c>.</summary>
    public static int Run(string[] args)
    {
        (int rows, int pipeline) = (1_000_000, 16);
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            int value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            (rows, pipeline) = args[i] == "--rows" ? (value, pipeline) : (rows, value);
        }

        string directory = Directory.CreateTempSubdirectory("pika-bench-").FullName;
        try
        {
            using var benchmark = new CollectionBenchmark(directory, rows, pipeline);
            Console.WriteLine($"{rows} rows in the collection, {pipeline} commands in a turn");
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
        Report("SADD of new members", AddMember);
        Report("ZADD of new members", AddScored);
        Report("LPUSH", Push);
        for (long i = _counter; i < _rows; i++)
        {
            AddMember();
            AddScored();
            if (i % 100 == 0)
            {
                Commit();
            }
        }

        Commit();
        Alternations("dirty");
        _store.Flush();
        Alternations("below");
    }

    private void Alternations(string where)
    {
        Report($"ZADD, ZPOPMIN in turn ({where})", () => Alternate(AddScored, PopFirst));
        Report($"SADD, SPOP in turn ({where})", () => Alternate(AddMember, PopAny));
        Report($"ZPOPMIN ({where})", PopFirst);
        Report($"SPOP ({where})", PopAny);
        Report($"walk over 10 rows ({where})", WalkTen);
    }

    private void Alternate(Action first, Action second)
    {
        if ((++_counter & 1) == 0)
        {
            first();
        }
        else
        {
            second();
        }
    }

    private void Report(string name, Action command)
    {
        var slices = new double[Slices];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int slice = 0; slice < Slices; slice++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < SliceCommands; i++)
            {
                command();
                if (++_inTurn == _pipeline)
                {
                    Commit();
                }
            }

            slices[slice] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / SliceCommands;
        }

        double bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / (Slices * SliceCommands);
        Array.Sort(slices);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -40} {slices[Slices / 2], 8:F0} ns  slowest {slices[^1], 8:F0} ns  {bytes, 6:F0} bytes allocated"
            )
        );
    }

    private void AddMember()
    {
        Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 4 + 12];
        Member(key, _random.NextInt64());
        _turn.Put(Family.Data, key, 0);
        PutMeta();
    }

    private void AddScored()
    {
        Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 4 + 12];
        long score = _random.NextInt64();
        Member(key, score);
        BinaryPrimitives.WriteInt64LittleEndian(_turn.Put(Family.Data, key, 8), score);
        Scored(key[..(RowKeys.DataPrefix + 1 + 8)], score);
        _turn.Put(Family.Score, key[..(RowKeys.DataPrefix + 1 + 8)], 0);
        PutMeta();
    }

    private void Push()
    {
        Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 8];
        Prefix(Version + 1).CopyTo(key);
        BinaryPrimitives.WriteInt64BigEndian(key[RowKeys.DataPrefix..], long.MaxValue - _counter++);
        _turn.Put(Family.Data, key, 3);
        PutMeta();
    }

    private void PopFirst()
    {
        using var walk = _turn.Iterate(Family.Score, _lower, _upper, ReadTier.All);
        walk.SeekToFirst();
        if (walk.Valid)
        {
            Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 4 + 12];
            Member(key, BinaryPrimitives.ReadInt64BigEndian(walk.Key[(RowKeys.DataPrefix + 1)..]));
            _turn.Delete(Family.Score, walk.Key);
            _turn.Delete(Family.Data, key);
            PutMeta();
        }
    }

    private void PopAny()
    {
        Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 4];
        _lower.CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key[RowKeys.DataPrefix..], (uint)_random.NextInt64());
        using var walk = _turn.Iterate(Family.Data, _lower, _upper, ReadTier.All);
        walk.Seek(key);
        if (walk.Valid)
        {
            _turn.Delete(Family.Data, walk.Key);
            PutMeta();
        }
    }

    private void WalkTen()
    {
        Span<byte> key = stackalloc byte[RowKeys.DataPrefix + 4];
        _lower.CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key[RowKeys.DataPrefix..], (uint)_random.NextInt64());
        using var walk = _turn.Iterate(Family.Data, _lower, _upper, ReadTier.All);
        walk.Seek(key);
        for (int i = 0; i < 10 && walk.Valid; i++)
        {
            walk.Next();
        }
    }

    private void PutMeta() => _turn.Put(Family.Meta, "\0\0\0\0\0\u0011collection"u8, 18).Clear();

    private void Commit()
    {
        _turn.Finish();
        _turn.Seal(new LogIndex(1, ++_record), wallMs: 0);
        if (_turn.HasEffects && _store.Write(_turn.Batch.Payload, noSlowdown: false) != WriteStatus.Written)
        {
            throw new InvalidOperationException("the store stalled");
        }

        _turn.Committed();
        _inTurn = 0;
    }

    private static byte[] Prefix(ulong version)
    {
        var prefix = new byte[RowKeys.DataPrefix];
        RowKeys.WriteData(prefix, 0, 17, version);
        return prefix;
    }

    // Spread as by a hash.
    private void Member(Span<byte> key, long number)
    {
        _lower.CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key[RowKeys.DataPrefix..], (uint)(((ulong)number * 0x9E3779B97F4A7C15) >> 32));
        key[(RowKeys.DataPrefix + 4)..].Fill((byte)'m');
        BinaryPrimitives.WriteInt64BigEndian(key[(RowKeys.DataPrefix + 4)..], number);
    }

    private void Scored(Span<byte> key, long score)
    {
        _lower.CopyTo(key);
        key[RowKeys.DataPrefix] = 0;
        BinaryPrimitives.WriteInt64BigEndian(key[(RowKeys.DataPrefix + 1)..], score);
    }
}
