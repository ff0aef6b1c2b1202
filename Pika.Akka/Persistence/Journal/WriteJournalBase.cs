using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>What all journals do to events before they are written.</summary>
public abstract class WriteJournalBase : ActorBase
{
    /// <summary>The atomic writes of a batch, with the time and without the sender, as they are to be kept.</summary>
    protected IEnumerable<AtomicWrite> PreparePersistentBatch(IEnumerable<IPersistentEnvelope> resequenceables)
    {
        var now = Context.System.Scheduler.Now.UtcTicks;
        var writes = new List<AtomicWrite>();
        foreach (var envelope in resequenceables)
        {
            if (envelope is AtomicWrite write)
                writes.Add(new AtomicWrite(ImmutableArray.CreateRange(write.Events, Kept, now)));
        }
        return writes;
    }

    private static IPersistentRepresentation Kept(IPersistentRepresentation e, long now) =>
        new Persistent(e.Payload, e.SequenceNr, e.PersistenceId, e.Manifest, e.IsDeleted, sender: null, e.WriterGuid, now);
}
