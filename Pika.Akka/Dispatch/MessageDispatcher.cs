using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>Decides on which thread, and when, the mailboxes of its actors run.</summary>
public abstract class MessageDispatcher
{
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = Math.Max(1, configurator.Config.GetInt("throughput", 30));
        ThroughputDeadlineTicks = configurator.Config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero).Ticks;
        Id = configurator.Id;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>The path of its configuration.</summary>
    public string Id { get; protected set; }

    /// <summary>Messages that an actor may process before its thread serves another one.</summary>
    public int Throughput { get; protected set; }

    /// <summary>Time that an actor may take before its thread serves another one; 0 is without limit.</summary>
    internal long ThroughputDeadlineTicks { get; }

    /// <summary>Runs an action on this dispatcher.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Ends the dispatcher's own threads, if it has any.</summary>
    protected abstract void Shutdown();

    internal void ShutdownNow() => Shutdown();

    internal virtual void Dispatch(ActorCell cell, in Envelope envelope)
    {
        var mailbox = cell.Mailbox;
        mailbox.Enqueue(envelope);
        RegisterForExecution(mailbox, hasMessageHint: true, hasSystemMessageHint: false);
    }

    internal void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        var mailbox = cell.Mailbox;
        mailbox.EnqueueSystem(message);
        RegisterForExecution(mailbox, hasMessageHint: false, hasSystemMessageHint: true);
    }

    /// <summary>Has the mailbox run if there is work and nobody runs it. Work for an actor that has stopped goes to dead letters.</summary>
    internal virtual void RegisterForExecution(Mailbox mailbox, bool hasMessageHint, bool hasSystemMessageHint)
    {
        if (mailbox.TrySchedule(hasMessageHint, hasSystemMessageHint))
            ExecuteTask(mailbox);
        else if (mailbox.IsClosed)
            mailbox.CleanUp();
    }

    /// <summary>Takes a new cell in; called before its first message.</summary>
    internal virtual void Attach(ActorCell cell) => RegisterForExecution(cell.Mailbox, hasMessageHint: false, hasSystemMessageHint: true);

    /// <summary>Lets a stopped cell go: what its mailbox still holds, or is sent later, goes to dead letters.</summary>
    internal virtual void Detach(ActorCell cell)
    {
        cell.Mailbox.BecomeClosed();
        cell.Mailbox.CleanUp();
    }
}
