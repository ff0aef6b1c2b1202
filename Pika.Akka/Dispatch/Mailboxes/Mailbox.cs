using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// An actor's two queues and the state that makes one thread at a time run it. System messages go first, and also while the mailbox is suspended.
/// </summary>
public sealed class Mailbox : IRunnable
{
    /// <summary>The actor has stopped: nothing is processed any more.</summary>
    private const int Closed = 1;

    /// <summary>Some thread runs the mailbox, or a dispatcher has it in its queue.</summary>
    private const int Scheduled = 2;

    /// <summary>Suspensions nest; they are counted in the bits above the two flags.</summary>
    private const int SuspendUnit = 4;

    /// <summary>Held while a message is taken from a closed mailbox, whose queue has no single consumer any more.</summary>
    private readonly Lock _leftovers = new();

    private readonly MpscQueue? _unbounded;

    /// <summary>Unstashed messages, which go before all others; only touched by the thread that runs the mailbox.</summary>
    private Stack<Envelope>? _front;
    private SystemMessageQueue _systemQueue;
    private int _status;

    internal Mailbox(IMessageQueue messageQueue)
    {
        MessageQueue = messageQueue;
        _unbounded = (messageQueue as UnboundedMessageQueue)?.Queue;
    }

    public IMessageQueue MessageQueue { get; }

    public MessageDispatcher Dispatcher { get; private set; } = null!;

    internal ActorCell Cell { get; private set; } = null!;

    internal bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    internal bool IsSuspended => Volatile.Read(ref _status) >= SuspendUnit;

    internal bool HasMessages => _front is { Count: > 0 } || (_unbounded is null ? MessageQueue.HasMessages : !_unbounded.IsEmpty);

    internal bool HasSystemMessages => !_systemQueue.IsEmpty;

    internal void SetActor(ActorCell cell, MessageDispatcher dispatcher)
    {
        Cell = cell;
        Dispatcher = dispatcher;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(in Envelope envelope)
    {
        if (_unbounded is { } queue)
            queue.Enqueue(envelope.Message, envelope.Sender);
        else
            MessageQueue.Enqueue(Cell.Self, envelope);
    }

    /// <summary>Puts a message in front of all others. Only for the actor itself, while it runs.</summary>
    internal void EnqueueFirst(in Envelope envelope) => (_front ??= new Stack<Envelope>()).Push(envelope);

    internal void EnqueueSystem(SystemMessage message) => _systemQueue.Push(message);

    /// <summary>Claims the mailbox for a run if it is idle, open and has, or by the hints is about to have, something to do.</summary>
    internal bool TrySchedule(bool hasMessageHint, bool hasSystemMessageHint)
    {
        while (true)
        {
            var status = Volatile.Read(ref _status);
            if ((status & (Closed | Scheduled)) != 0)
                return false;
            var work =
                status >= SuspendUnit
                    ? hasSystemMessageHint || HasSystemMessages
                    : hasMessageHint || hasSystemMessageHint || HasSystemMessages || HasMessages;
            if (!work)
                return false;
            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
                return true;
        }
    }

    /// <summary>Claims the mailbox if it is idle, open, not suspended and empty: then the caller may run a message without queueing it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryClaimEmpty(out bool claimed)
    {
        claimed = Volatile.Read(ref _status) == 0 && Interlocked.CompareExchange(ref _status, Scheduled, 0) == 0;
        return claimed && _systemQueue.IsEmpty && !HasMessages;
    }

    /// <summary>Ends a run. The caller must then look again for work, which may have come in the meantime.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetIdle() => Interlocked.And(ref _status, ~Scheduled);

    /// <returns>True if the mailbox was not suspended before.</returns>
    internal bool Suspend()
    {
        while (true)
        {
            var status = Volatile.Read(ref _status);
            if ((status & Closed) != 0)
                return false;
            if (Interlocked.CompareExchange(ref _status, status + SuspendUnit, status) == status)
                return status < SuspendUnit;
        }
    }

    /// <returns>True if the mailbox is no longer suspended.</returns>
    internal bool Resume()
    {
        while (true)
        {
            var status = Volatile.Read(ref _status);
            if ((status & Closed) != 0)
                return false;
            var next = status < SuspendUnit ? status : status - SuspendUnit;
            if (Interlocked.CompareExchange(ref _status, next, status) == status)
                return next < SuspendUnit;
        }
    }

    internal void BecomeClosed() => Interlocked.Or(ref _status, Closed);

    public void Execute() => Run();

    /// <summary>One turn on a dispatcher's thread: system messages, then messages up to the dispatcher's throughput.</summary>
    public void Run()
    {
        RunOnce();
        Dispatcher.RegisterForExecution(this, hasMessageHint: false, hasSystemMessageHint: false);
    }

    internal void RunOnce()
    {
        var thread = ActorThread.Current;
        var outer = thread.Cell;
        thread.Cell = Cell;
        try
        {
            if (!IsClosed)
            {
                ProcessSystemMessages();
                ProcessMessages(Dispatcher.Throughput);
            }
        }
        finally
        {
            thread.Cell = outer;
            SetIdle();
        }
    }

    private void ProcessMessages(int left)
    {
        var deadline = Dispatcher.ThroughputDeadlineTicks is var ticks and > 0
            ? Environment.TickCount64 + (ticks / TimeSpan.TicksPerMillisecond)
            : 0;
        while (Volatile.Read(ref _status) == Scheduled)
        {
            if (!TryDequeue(out var envelope))
                return;
            Cell.Invoke(envelope.Message, envelope.Sender);
            if (!_systemQueue.IsEmpty)
                ProcessSystemMessages();
            if (--left <= 0 || (deadline > 0 && Environment.TickCount64 >= deadline))
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryDequeue(out Envelope envelope)
    {
        if (_front is { Count: > 0 } front)
        {
            envelope = front.Pop();
            return true;
        }

        return _unbounded is { } queue ? queue.TryDequeue(out envelope) : MessageQueue.TryDequeue(out envelope);
    }

    internal void ProcessSystemMessages()
    {
        while (!IsClosed && _systemQueue.TakeAll() is { } message)
        {
            for (SystemMessage? current = message; current is not null; )
            {
                var next = current.Next;
                current.Next = null;
                if (IsClosed)
                    Cell.DeadLetter(current);
                else
                    Cell.SystemInvoke(current);
                current = next;
            }
        }
    }

    /// <summary>Empties both queues into the dead letters. The mailbox is closed, so any thread that finds something left may do this.</summary>
    internal void CleanUp()
    {
        while (_systemQueue.TakeAll() is { } message)
        {
            for (SystemMessage? current = message; current is not null; )
            {
                var next = current.Next;
                current.Next = null;
                Cell.DeadLetter(current);
                current = next;
            }
        }

        while (TakeLeftover(out var envelope))
            Cell.DeadLetter(envelope);
    }

    private bool TakeLeftover(out Envelope envelope)
    {
        lock (_leftovers)
            return TryDequeue(out envelope);
    }
}
