using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Dispatch.Deterministic;

/// <summary>
/// Hands its mailboxes to a simulation, which runs one message of one of them at a time. Where the product has an <see cref="InlineDispatcher"/>, an idle
/// actor runs on the stack of whoever tells it something, mostly: the seed decides when it is taken to be busy on another thread.
/// </summary>
internal sealed class DeterministicDispatcher : MessageDispatcher
{
    /// <summary>How often an inline actor is found idle.</summary>
    private const double IdleShare = 0.8;

    private readonly SimulatedProcess _process;
    private readonly bool _inline;

    public DeterministicDispatcher(MessageDispatcherConfigurator configurator, SimulatedProcess process, bool inline)
        : base(configurator)
    {
        (_process, _inline) = (process, inline);
        Throughput = 1;
    }

    internal override void Dispatch(ActorCell cell, in Envelope envelope)
    {
        if (!_inline || ActorThread.Current.InlineDepth >= InlineDispatcher.MaxDepth || _process.Simulation.NextChance() >= IdleShare)
        {
            base.Dispatch(cell, envelope);
            _process.Simulation.NoteMail(_process, cell.Mailbox);
        }
        else if (cell.Mailbox.TryClaimEmpty(out var claimed))
        {
            RunOne(ActorThread.Current, cell, envelope);
        }
        else
        {
            cell.Mailbox.Enqueue(envelope);
            _process.Simulation.NoteMail(_process, cell.Mailbox);
            if (claimed)
                ExecuteTask(cell.Mailbox);
            else
                RegisterForExecution(cell.Mailbox, hasMessageHint: true, hasSystemMessageHint: false);
        }
    }

    protected override void ExecuteTask(IRunnable run) => _process.Ready(run);

    protected override void Shutdown() { }

    private void RunOne(ActorThread thread, ActorCell cell, in Envelope envelope)
    {
        var outer = thread.Cell;
        thread.Cell = cell;
        thread.InlineDepth++;
        cell.Invoke(envelope.Message, envelope.Sender);
        thread.InlineDepth--;
        thread.Cell = outer;
        cell.Mailbox.SetIdle();
        RegisterForExecution(cell.Mailbox, hasMessageHint: false, hasSystemMessageHint: false);
    }
}

internal sealed class DeterministicDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly DeterministicDispatcher _dispatcher;

    public DeterministicDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new DeterministicDispatcher(
            this,
            SimulatedProcess.ById(prerequisites.Settings.Config.GetString("akka.simulation.id")),
            config.GetString("type") == "InlineDispatcher"
        );

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
