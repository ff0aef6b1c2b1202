using Pika.Storage.Binlog;
using Pika.Tests.Simulated.Machines;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// The states of all stores: whoever is at a record of a history has the same rows as anybody else who is, or ever was, there; each record is
/// applied exactly once and in order; and a store is opened only in a state that somebody has been in.
/// </summary>
internal sealed class StateCheck(RunHistory history)
{
    private readonly Dictionary<(string Epoch, ulong Index), (ulong Digest, string By)> _states = [];

    /// <summary>Records applied, on all machines.</summary>
    public long Applied { get; private set; }

    /// <summary>Watches the stores of a machine.</summary>
    public IStateObserver Of(string machine) => new Observer(this, machine);

    /// <summary>Whether the rows of a store are those of the record that it is at, as anybody had them first.</summary>
    public bool IsWhole(SimulatedStore store) =>
        store.Epoch is { } epoch && _states.TryGetValue((epoch.Id, store.Applied.Index), out var known) && known.Digest == store.Digest;

    private void Compare(string machine, LogEpoch? epoch, LogIndex applied, ulong digest, bool isNew)
    {
        if (applied == LogIndex.None)
            return;
        if (epoch is null)
        {
            history.Violate("digest", $"{machine} is at {applied}, an epoch without an id");
            return;
        }

        var name = (epoch.Id, applied.Index);
        if (!_states.TryGetValue(name, out var known))
        {
            if (!isNew)
                history.Violate("checkpoint", $"{machine} was opened at {applied}, a state that nobody has been in");
            _states[name] = (digest, machine);
        }
        else if (known.Digest != digest)
        {
            history.Violate(
                isNew ? "digest" : "checkpoint",
                $"{machine} at {applied} of {epoch.Id[..8]} has other rows than {known.By} had"
            );
        }
    }

    private sealed class Observer(StateCheck check, string machine) : IStateObserver
    {
        public void Opened(LogEpoch? epoch, LogIndex applied, ulong digest) => check.Compare(machine, epoch, applied, digest, isNew: false);

        public void Applying(LogIndex before, LogIndex record)
        {
            check.Applied++;
            if (record.Index != before.Index + 1 || record.Epoch < before.Epoch)
                check.Fail(machine, before, record);
        }

        public void Applied(LogEpoch? epoch, LogIndex applied, ulong digest) => check.Compare(machine, epoch, applied, digest, isNew: true);
    }

    private void Fail(string machine, LogIndex before, LogIndex record) =>
        history.Violate("exactly once", $"{machine} applies {record} to the state after {before}");
}
