using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// Records that are being applied, and the buffer that they stand in. The buffer is given back when nobody needs it: when the actor has done with it, or, if that ends
/// first, when the applying ends.
/// </summary>
internal sealed class ReceivedChunk(Payload bytes, ReceivedRecords records, IActorRef owner)
{
    private readonly Lock _gate = new();
    private bool _abandoned;

    /// <summary>What was refused may be in the log, and the store may still be about to take it from the buffer.</summary>
    private bool _wasRefused;

    /// <summary>The records are being applied at this moment.</summary>
    private bool _isUnderWay = true;

    /// <summary>The records that are left to be applied.</summary>
    public ReceivedRecords Records { get; private set; } = records;

    /// <summary>The rest is tried again.</summary>
    public void Begin(ReceivedRecords rest)
    {
        lock (_gate)
        {
            (Records, _isUnderWay, _wasRefused) = (rest, true, false);
        }
    }

    /// <summary>The applying has ended; any thread.</summary>
    public void End(ulong through, string? error)
    {
        lock (_gate)
        {
            (_isUnderWay, _wasRefused) = (false, error is not null);
            if (_abandoned)
            {
                ReleaseUnused();
                return;
            }
        }

        owner.Tell(new RecordStream.Applied(this, through, error), ActorRefs.NoSender);
    }

    /// <summary>All of it is in the store.</summary>
    public void Finish() => bytes.Release();

    /// <summary>Nobody is interested in the outcome any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            if (!_isUnderWay)
            {
                ReleaseUnused();
            }
        }
    }

    // A buffer that may be in use is left to the garbage collector.
    private void ReleaseUnused()
    {
        if (!_wasRefused)
        {
            bytes.Release();
        }
    }
}
