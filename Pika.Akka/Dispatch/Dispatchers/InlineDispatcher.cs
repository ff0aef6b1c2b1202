using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>
/// Runs an idle actor on the thread of whoever tells it something. A tell to a busy actor queues, and whoever runs it takes the queue along: the
/// mailbox is the lock, and contention turns into batches.
/// </summary>
/// <remarks>
/// Inline actors that tell each other nest on the stack up to <see cref="MaxDepth"/>; deeper ones wait until the outermost run on this thread is over.
/// One caller serves others for <see cref="MessageDispatcher.Throughput"/> messages at most, then the thread pool takes over.
/// </remarks>
internal sealed class InlineDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <summary>Deep enough for any chain of actors in a design, shallow enough for any stack.</summary>
    private const int MaxDepth = 16;

    /// <summary>Inline runs on this thread's stack.</summary>
    [ThreadStatic]
    private static int _depth;

    /// <summary>Mailboxes that were claimed at <see cref="MaxDepth"/> and wait for the stack to unwind.</summary>
    [ThreadStatic]
    private static Queue<Mailbox>? _postponed;

    internal override void Dispatch(ActorCell cell, in Envelope envelope)
    {
        var mailbox = cell.Mailbox;
        if (_depth < MaxDepth)
        {
            if (mailbox.TryClaimEmpty(out var claimed))
            {
                RunOne(cell, mailbox, envelope);
                return;
            }

            mailbox.Enqueue(envelope);
            if (claimed)
                RunClaimed(mailbox);
            else
                RegisterForExecution(mailbox, hasMessageHint: true, hasSystemMessageHint: false);
            return;
        }

        base.Dispatch(cell, envelope);
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (run is not Mailbox mailbox)
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        else if (_depth < MaxDepth)
            RunClaimed(mailbox);
        else
            (_postponed ??= new Queue<Mailbox>()).Enqueue(mailbox);
    }

    protected override void Shutdown() { }

    private void RunOne(ActorCell cell, Mailbox mailbox, in Envelope envelope)
    {
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = cell;
        _depth++;
        cell.Invoke(envelope.Message, envelope.Sender);
        _depth--;
        InternalCurrentActorCellKeeper.Current = outer;
        mailbox.SetIdle();
        AfterRun(mailbox);
    }

    private void RunClaimed(Mailbox mailbox)
    {
        _depth++;
        mailbox.RunOnce();
        _depth--;
        AfterRun(mailbox);
    }

    private void AfterRun(Mailbox mailbox)
    {
        if (mailbox.HasSystemMessages || mailbox.HasMessages)
            HandOver(mailbox);
        if (_depth == 0 && _postponed is { Count: > 0 } postponed)
            RunPostponed(postponed);
    }

    /// <summary>
    /// Goes on with what came during the run: at once if it is little, on the thread pool if this caller has done its share.
    /// </summary>
    private void HandOver(Mailbox mailbox)
    {
        var left = Throughput;
        while (mailbox.TrySchedule(hasMessageHint: false, hasSystemMessageHint: false))
        {
            if (left <= 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(new Takeover(this, mailbox), preferLocal: false);
                return;
            }

            left -= Math.Max(1, mailbox.MessageQueue.Count);
            _depth++;
            mailbox.RunOnce();
            _depth--;
        }

        if (mailbox.IsClosed)
            mailbox.CleanUp();
    }

    private void RunPostponed(Queue<Mailbox> postponed)
    {
        while (postponed.TryDequeue(out var mailbox))
        {
            // The depth stays above zero so that runs below do not start a second loop over this queue.
            _depth++;
            mailbox.RunOnce();
            _depth--;
            if (mailbox.HasSystemMessages || mailbox.HasMessages)
                HandOver(mailbox);
        }
    }

    /// <summary>A claimed mailbox on its way to the thread pool.</summary>
    private sealed class Takeover(InlineDispatcher dispatcher, Mailbox mailbox) : IThreadPoolWorkItem
    {
        public void Execute() => dispatcher.RunClaimed(mailbox);
    }
}

internal sealed class InlineDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly InlineDispatcher _dispatcher;

    public InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new InlineDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
