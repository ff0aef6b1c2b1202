using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>
/// Rewrites files on the storage pool: those of whole databases when COMPACT asks for it, one request at a time; and by itself, one after another, those of what was removed,
/// since RocksDB frees its space only when it happens to rewrite them.
/// </summary>
public sealed class Compaction(IStore store, IStoragePool pool, ILogger log)
{
    /// <summary>Less than this in one family is left to RocksDB: it is less than one of its files, which would be rewritten for it.</summary>
    private const long WorthBytes = 64 << 20;

    /// <summary>Removed values that wait; those above are left to RocksDB, which rewrites enough by itself where so much is removed.</summary>
    private const int MostWaiting = 1024;

    private static readonly Family[] Families = [Family.Meta, Family.Data, Family.Score, Family.Expire];

    private readonly Queue<Garbage> _removed = new();
    private bool _givingBack;
    private int _running;

    /// <summary>Whether one is running that was asked for.</summary>
    public bool IsRunning => Volatile.Read(ref _running) != 0;

    /// <summary>Begins to rewrite the rows of some generations; what fails is logged. False: one is running.</summary>
    public bool TryBegin(uint[] generations)
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
        {
            return false;
        }

        _ = pool.Run(() =>
        {
            Run(generations);
            return true;
        });
        return true;
    }

    /// <summary>Some rows were removed as a range: frees what they take in files, if it is much. Returns at once; what fails is logged.</summary>
    public void GiveBack(Garbage removed)
    {
        lock (_removed)
        {
            if (_removed.Count < MostWaiting)
            {
                _removed.Enqueue(removed);
            }

            if (_givingBack)
            {
                return;
            }

            _givingBack = true;
        }

        _ = pool.Run(() =>
        {
            GiveBackAll();
            return true;
        });
    }

    private void GiveBackAll()
    {
        while (true)
        {
            Garbage? garbage;
            lock (_removed)
            {
                _givingBack = _removed.TryDequeue(out garbage);
            }

            if (garbage is null)
            {
                return;
            }

            try
            {
                Compact(garbage);
            }
            catch (StoreException failure)
            {
                log.CompactionFailed(failure.Message);
            }
        }
    }

    private void Compact(Garbage garbage)
    {
        var (from, to) = garbage.Range();
        foreach (var family in garbage.Families)
        {
            if (store.SizeOf(family, from, to) >= WorthBytes)
            {
                store.Compact(family, from, to);
            }
        }
    }

    private void Run(uint[] generations)
    {
        try
        {
            foreach (uint generation in generations)
            {
                Compact(generation);
            }
        }
        catch (StoreException failure)
        {
            log.CompactionFailed(failure.Message);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Compact(uint generation)
    {
        Span<byte> lower = stackalloc byte[sizeof(uint)];
        Span<byte> upper = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(lower, generation);
        BinaryPrimitives.WriteUInt32BigEndian(upper, generation + 1);
        foreach (var family in Families)
        {
            store.Compact(family, lower, upper);
        }
    }
}
