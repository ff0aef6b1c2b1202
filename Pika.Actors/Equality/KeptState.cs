using System.Diagnostics;
using Pika.Protocol;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Equality;

/// <summary>
/// The state of all databases right behind one record of the log, ordered for a comparison with another node: first awaited, then kept for reading, until it
/// is dropped. Any thread; one reads at a time.
/// <code>
///   Waiting ──the record is applied──► Ready
///      └──the node is beyond it already──► Passed        any ──dropped──► Dropped
/// </code>
/// </summary>
public sealed class KeptState
{
    private readonly Lock _lock = new();
    private StateDigest? _digest;
    private bool _reads;

    internal KeptState(long id, ulong? index) => (Id, Index) = (id, index);

    /// <summary>Where a state is in its life.</summary>
    public enum Phase
    {
        /// <summary>The record is not applied yet.</summary>
        Waiting,

        /// <summary>It can be read.</summary>
        Ready,

        /// <summary>The node had applied later records when the order came.</summary>
        Passed,

        /// <summary>It is given back.</summary>
        Dropped,
    }

    /// <summary>Its number on this node.</summary>
    public long Id { get; }

    /// <summary>The record that it is to be right behind; null: whichever is applied last at the moment.</summary>
    public ulong? Index { get; }

    /// <summary>Where it is in its life.</summary>
    public Phase Now { get; private set; }

    /// <summary>The record that it is right behind, once it is ready.</summary>
    public LogIndex At { get; private set; }

    /// <summary>The id of that record's epoch; empty before the first epoch.</summary>
    public string EpochId { get; private set; } = "";

    /// <summary>Pins the store's present state, which nobody may change meanwhile. Blocks.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    internal void Take(IStore store, int databases)
    {
        var state = store.Snapshot() ?? throw new InvalidOperationException("a state that may be waited for was not given");
        try
        {
            var at = AppliedRow.Read(store, ReadTier.All, state) ?? LogIndex.None;
            Debug.Assert(Index is null || at.Index == Index, "the state is behind another record than the one that was ordered");
            string epoch = LogHistory.Load(store, state).Find(at.Epoch)?.Id ?? "";
            lock (_lock)
            {
                if (Now != Phase.Waiting)
                {
                    return;
                }

                (Now, At, EpochId) = (Phase.Ready, at, epoch);
                _digest = new StateDigest(store, state, databases, Numbers.FormatDouble);
            }
        }
        finally
        {
            if (_digest is null)
            {
                state.Dispose();
            }
        }
    }

    /// <summary>The node is beyond the record.</summary>
    internal void Pass()
    {
        lock (_lock)
        {
            Now = Now == Phase.Waiting ? Phase.Passed : Now;
        }
    }

    /// <summary>Begins to read; null: it is not ready, or somebody else reads. Ends with <see cref="EndRead"/>.</summary>
    internal StateDigest? BeginRead()
    {
        lock (_lock)
        {
            if (Now != Phase.Ready || _reads)
            {
                return null;
            }

            _reads = true;
            return _digest;
        }
    }

    /// <summary>Ends reading.</summary>
    internal void EndRead()
    {
        lock (_lock)
        {
            _reads = false;
            DisposeUnread();
        }
    }

    /// <summary>Gives the state back, when who reads has ended.</summary>
    internal void Drop()
    {
        lock (_lock)
        {
            Now = Phase.Dropped;
            DisposeUnread();
        }
    }

    private void DisposeUnread()
    {
        if (Now == Phase.Dropped && !_reads)
        {
            _digest?.Dispose();
            _digest = null;
        }
    }
}
