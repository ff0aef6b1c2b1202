using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>COMPACT: rewrites the files of databases on the storage pool. One runs at a time.</summary>
public sealed class Compaction(IStore store, StoragePool pool, ILogger log)
{
    private static readonly Family[] Families = [Family.Meta, Family.Data, Family.Score, Family.Expire];

    private int _running;

    /// <summary>Whether one is running.</summary>
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
