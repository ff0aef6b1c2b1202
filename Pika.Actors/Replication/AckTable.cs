using Pika.Actors.Replication.Waiting;

namespace Pika.Actors.Replication;

/// <summary>
/// How far the connected replicas are, for those who wait for them: WAIT, WAITAOF, <c>replica-acks</c> and FAILOVER. Any thread.
/// </summary>
public sealed class AckTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ulong Applied, ulong Durable)> _acks = new(StringComparer.Ordinal);

    /// <summary>No replica is connected.</summary>
    public AckTable() => Waits = new AckWaits(this);

    /// <summary>The clients in WAIT and WAITAOF.</summary>
    internal AckWaits Waits { get; }

    /// <summary>
    /// Something is new for those who wait. Called on the thread of whoever told, after the table has changed; a handler returns at once.
    /// </summary>
    public event Action? Changed;

    /// <summary>A replica has applied, and has on disk, the records up to these.</summary>
    public void Report(string nodeId, ulong applied, ulong durable)
    {
        lock (_gate)
        {
            _acks[nodeId] = (applied, durable);
        }

        Changed?.Invoke();
    }

    /// <summary>A replica is not connected any more: it counts for nobody.</summary>
    public void Forget(string nodeId)
    {
        lock (_gate)
        {
            _acks.Remove(nodeId);
        }

        Changed?.Invoke();
    }

    /// <summary>Has those who wait look again, because this node itself has more on disk; so a replica learns what it can tell its master.</summary>
    public void TellSynced() => Changed?.Invoke();

    /// <summary>How many replicas have applied the records up to an index.</summary>
    public int CountApplied(ulong index) => Count(index, durable: false);

    /// <summary>How many replicas have the records up to an index on disk.</summary>
    public int CountDurable(ulong index) => Count(index, durable: true);

    /// <summary>The last record that at least so many replicas have on disk; 0 if so many are not connected.</summary>
    /// <param name="replicas">At least 1.</param>
    public ulong DurableOn(int replicas)
    {
        lock (_gate)
        {
            if (_acks.Count < replicas)
            {
                return 0;
            }

            Span<ulong> durable = _acks.Count <= 64 ? stackalloc ulong[_acks.Count] : new ulong[_acks.Count];
            int count = 0;
            foreach (var ack in _acks.Values)
            {
                durable[count++] = ack.Durable;
            }

            durable.Sort();
            return durable[^replicas];
        }
    }

    /// <summary>How far a replica is; zeros for one that is not connected.</summary>
    public (ulong Applied, ulong Durable) Of(string nodeId)
    {
        lock (_gate)
        {
            return _acks.GetValueOrDefault(nodeId);
        }
    }

    private int Count(ulong index, bool durable)
    {
        lock (_gate)
        {
            int count = 0;
            foreach (var (applied, onDisk) in _acks.Values)
            {
                count += (durable ? onDisk : applied) >= index ? 1 : 0;
            }

            return count;
        }
    }
}
