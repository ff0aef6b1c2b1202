using Microsoft.Extensions.Logging;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>
/// SAVE and BGSAVE. The log keeps all data anyway; saving makes the store itself durable, so that nothing needs to be replayed, and BGSAVE makes a dump besides. One
/// of them runs at a time.
/// </summary>
public sealed class Saving
{
    private readonly IStore _store;
    private readonly Dumps _dumps;
    private readonly IStoragePool _pool;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _running;
    private long _lastSeconds;
    private long _count;
    private volatile bool _failed;

    /// <summary>The start counts as a save.</summary>
    public Saving(IStore store, Dumps dumps, IStoragePool pool, TimeProvider time, ILogger log)
    {
        (_store, _dumps, _pool, _time, _log) = (store, dumps, pool, time, log);
        _lastSeconds = time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>When the last save succeeded, unix time in seconds.</summary>
    public long LastSeconds => Volatile.Read(ref _lastSeconds);

    /// <summary>Whether one is running.</summary>
    public bool IsRunning => Volatile.Read(ref _running) != 0;

    /// <summary>Whether the last one failed.</summary>
    public bool Failed => _failed;

    /// <summary>Saves since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Saves and waits; for threads that may block. False: one is running.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public bool TrySave()
    {
        if (!TryEnter())
        {
            return false;
        }

        Save(_store.Flush);
        return true;
    }

    /// <summary>Begins to make a dump on the storage pool; what fails is logged. False: one is running.</summary>
    public bool TryBegin()
    {
        if (!TryEnter())
        {
            return false;
        }

        _ = _pool.Run(() =>
        {
            try
            {
                Save(_dumps.Make);
            }
            catch (Exception failure) when (failure is StoreException or IOException or UnauthorizedAccessException)
            {
                _log.SaveFailed(failure.Message);
            }

            return true;
        });
        return true;
    }

    private bool TryEnter() => Interlocked.CompareExchange(ref _running, 1, 0) == 0;

    private void Save(Action save)
    {
        _failed = true;
        try
        {
            save();
            _failed = false;
            Volatile.Write(ref _lastSeconds, _time.GetUtcNow().ToUnixTimeSeconds());
            Interlocked.Increment(ref _count);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
