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
        return resequenceables
            .OfType<AtomicWrite>()
            .Select(write => new AtomicWrite(
                write
                    .Events.Select(e => e.Update(e.SequenceNr, e.PersistenceId, e.IsDeleted, null, e.WriterGuid).WithTimestamp(now))
                    .ToImmutableArray()
            ));
    }
}
