using System.Runtime.CompilerServices;
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
    internal const int MaxDepth = 16;

    internal override void Dispatch(ActorCell cell, in Envelope envelope)
    {
        var mailbox = cell.Mailbox;
        var thread = ActorThread.Current;
        if (thread.InlineDepth >= MaxDepth)
        {
            base.Dispatch(cell, envelope);
        }
        else if (mailbox.TryClaimEmpty(out var claimed))
        {
            RunOne(thread, cell, mailbox, envelope);
        }
        else
        {
            mailbox.Enqueue(envelope);
            if (claimed)
                RunClaimed(thread, mailbox);
            else
                RegisterForExecution(mailbox, hasMessageHint: true, hasSystemMessageHint: false);
        }
    }

    protected override void ExecuteTask(IRunnable run)
    {
        var thread = ActorThread.Current;
        if (run is not Mailbox mailbox)
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        else if (thread.InlineDepth < MaxDepth)
            RunClaimed(thread, mailbox);
        else
            (thread.Postponed ??= new Queue<Mailbox>()).Enqueue(mailbox);
    }

    protected override void Shutdown() { }

    private void RunOne(ActorThread thread, ActorCell cell, Mailbox mailbox, in Envelope envelope)
    {
        var outer = thread.Cell;
        thread.Cell = cell;
        thread.InlineDepth++;
        cell.Invoke(envelope.Message, envelope.Sender);
        thread.InlineDepth--;
        thread.Cell = outer;
        mailbox.SetIdle();
        AfterRun(thread, mailbox);
    }

    private void RunClaimed(ActorThread thread, Mailbox mailbox)
    {
        thread.InlineDepth++;
        mailbox.RunOnce();
        thread.InlineDepth--;
        AfterRun(thread, mailbox);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AfterRun(ActorThread thread, Mailbox mailbox)
    {
        if (mailbox.HasSystemMessages || mailbox.HasMessages)
            RunRest(thread, mailbox);
        if (thread.InlineDepth == 0 && thread.Postponed is { Count: > 0 } postponed)
            RunPostponed(thread, postponed);
    }

    /// <summary>Goes on with what came during the run: at once if it is little, on the thread pool if this caller has done its share.</summary>
    private void RunRest(ActorThread thread, Mailbox mailbox)
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
            thread.InlineDepth++;
            mailbox.RunOnce();
            thread.InlineDepth--;
        }

        if (mailbox.IsClosed)
            mailbox.CleanUp();
    }

    /// <summary>Runs mailboxes that were claimed while the stack was too deep, or held back.</summary>
    internal static void RunPostponed(ActorThread thread, Queue<Mailbox> postponed)
    {
        while (postponed.TryDequeue(out var mailbox))
        {
            // The depth stays above zero so that runs below do not start a second loop over this queue.
            thread.InlineDepth++;
            mailbox.RunOnce();
            ((InlineDispatcher)mailbox.Dispatcher).RunRest(thread, mailbox);
            thread.InlineDepth--;
        }
    }

    /// <summary>A claimed mailbox on its way to the thread pool.</summary>
    private sealed class Takeover(InlineDispatcher dispatcher, Mailbox mailbox) : IThreadPoolWorkItem
    {
        public void Execute() => dispatcher.RunClaimed(ActorThread.Current, mailbox);
    }
}

internal sealed class InlineDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly InlineDispatcher _dispatcher;

    public InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new InlineDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
