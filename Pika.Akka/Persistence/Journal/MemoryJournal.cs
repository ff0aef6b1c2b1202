using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Keeps events in memory as long as the system lives; for tests, and where nothing must outlive the process.</summary>
public class MemoryJournal : AsyncWriteJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Log> _logs = new(StringComparer.Ordinal);

    /// <summary>The events of one identity.</summary>
    private sealed class Log
    {
        public List<IPersistentRepresentation> Events { get; } = [];

        /// <summary>Kept although events are deleted.</summary>
        public long Highest { get; set; }
    }

    /// <inheritdoc/>
    protected override Task<IImmutableList<Exception?>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        lock (_gate)
        {
            foreach (var write in messages)
            {
                if (!_logs.TryGetValue(write.PersistenceId, out var log))
                    _logs[write.PersistenceId] = log = new Log();
                log.Events.AddRange(write.Events);
                log.Highest = write.HighestSequenceNr;
            }
        }
        return Task.FromResult<IImmutableList<Exception?>?>(null);
    }

    /// <inheritdoc/>
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr)
    {
        lock (_gate)
            return Task.FromResult(_logs.TryGetValue(persistenceId, out var log) ? log.Highest : 0L);
    }

    /// <inheritdoc/>
    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback
    )
    {
        foreach (var e in Read(persistenceId, fromSequenceNr, toSequenceNr, max))
            recoveryCallback(e);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        lock (_gate)
        {
            if (_logs.TryGetValue(persistenceId, out var log))
                log.Events.RemoveAll(e => e.SequenceNr <= toSequenceNr);
        }
        return Task.CompletedTask;
    }

    private IPersistentRepresentation[] Read(string persistenceId, long from, long to, long max)
    {
        lock (_gate)
        {
            if (!_logs.TryGetValue(persistenceId, out var log))
                return [];
            return log.Events.Where(e => e.SequenceNr >= from && e.SequenceNr <= to).Take((int)Math.Min(max, int.MaxValue)).ToArray();
        }
    }
}
