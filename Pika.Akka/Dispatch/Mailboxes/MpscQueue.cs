using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// A lock-free queue of envelopes for many producers and one consumer at a time. It is a chain of rings: a full ring is frozen and followed by
/// one twice as large, so that a mailbox in steady state stays in one ring and a tell allocates nothing.
/// </summary>
internal sealed class MpscQueue
{
    /// <summary>Most actors never have more than a few messages waiting.</summary>
    private const int FirstCapacity = 16;

    /// <summary>16 bytes a slot: a ring takes 16 MB at most; a longer queue is a chain of those.</summary>
    private const int LastCapacity = 1 << 20;

    /// <summary>Added to a ring's tail to stop producers from entering it.</summary>
    private const long Frozen = 1L << 62;

    /// <summary>The ring that the consumer reads. Only the consumer writes it.</summary>
    private Ring _head;

    /// <summary>The ring that producers fill; it follows <see cref="_head"/> in the chain or is the same.</summary>
    private Ring _tail;

    public MpscQueue()
    {
        _head = new Ring(FirstCapacity);
        _tail = _head;
    }

    /// <summary>Messages that wait, roughly, while others add and take.</summary>
    public int Count
    {
        get
        {
            long count = 0;
            for (var ring = Volatile.Read(ref _head); ring is not null; ring = Volatile.Read(ref ring.Next))
                count += (Volatile.Read(ref ring.Tail.Value) & ~Frozen) - Volatile.Read(ref ring.Head.Value);
            return (int)Math.Clamp(count, 0, int.MaxValue);
        }
    }

    /// <summary>
    /// False as soon as a producer has claimed a slot, even if it has not filled it yet. Producers claim with a full fence, so "claim, then look whether
    /// the consumer is idle" and "become idle, then look whether the queue is empty" cannot both miss each other.
    /// </summary>
    public bool IsEmpty
    {
        get
        {
            for (var ring = Volatile.Read(ref _head); ring is not null; ring = Volatile.Read(ref ring.Next))
            {
                if ((Volatile.Read(ref ring.Tail.Value) & ~Frozen) != Volatile.Read(ref ring.Head.Value))
                    return false;
            }

            return true;
        }
    }

    public void Enqueue(object message, IActorRef? sender)
    {
        while (true)
        {
            var ring = Volatile.Read(ref _tail);
            var tail = Volatile.Read(ref ring.Tail.Value);
            if (tail < Volatile.Read(ref ring.Limit.Value) || ring.TryExtendLimit(tail))
            {
                if (Interlocked.CompareExchange(ref ring.Tail.Value, tail + 1, tail) != tail)
                    continue;
                ref var slot = ref ring.SlotAt(tail);
                slot.Sender = sender;
                Volatile.Write(ref slot.Message, message);
                return;
            }

            Append(ring, tail);
        }
    }

    /// <summary>Takes the oldest message. To be called by one thread at a time.</summary>
    public bool TryDequeue(out Envelope envelope)
    {
        while (true)
        {
            var ring = _head;
            var head = ring.Head.Value;
            ref var slot = ref ring.SlotAt(head);
            var message = Volatile.Read(ref slot.Message);
            if (message is null)
            {
                // One look at the tail must tell both that the ring is drained and that it is frozen: a ring that was drained a moment ago
                // may have been filled and frozen since.
                var tail = Volatile.Read(ref ring.Tail.Value);
                if (tail == head || (tail == (head | Frozen) && Volatile.Read(ref ring.Next) is null))
                {
                    envelope = default;
                    return false;
                }

                if (tail == (head | Frozen))
                {
                    Volatile.Write(ref _head, ring.Next!);
                    continue;
                }

                message = WaitForProducer(ref slot);
            }

            envelope = new Envelope(message, slot.Sender!);
            slot.Sender = null;
            slot.Message = null;
            Volatile.Write(ref ring.Head.Value, head + 1);
            return true;
        }
    }

    /// <summary>A claimed slot is filled a few instructions later, unless the producer is preempted just there.</summary>
    private static object WaitForProducer(ref Slot slot)
    {
        var spin = new SpinWait();
        object? message;
        while ((message = Volatile.Read(ref slot.Message)) is null)
            spin.SpinOnce(sleep1Threshold: -1);
        return message;
    }

    private void Append(Ring ring, long tail)
    {
        if ((tail & Frozen) == 0 && Interlocked.CompareExchange(ref ring.Tail.Value, tail | Frozen, tail) != tail)
            return;
        if (Volatile.Read(ref ring.Next) is null)
            Interlocked.CompareExchange(ref ring.Next, new Ring(Math.Min(ring.Capacity * 2, LastCapacity)), null);
        Interlocked.CompareExchange(ref _tail, ring.Next!, ring);
    }

    private struct Slot
    {
        /// <summary>Null while the slot is free; written last by the producer, and cleared by the consumer.</summary>
        public object? Message;

        public IActorRef? Sender;
    }

    /// <summary>A counter on a cache line of its own, since producers and consumer write different ones.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Position
    {
        [FieldOffset(64)]
        public long Value;
    }

    private sealed class Ring(int capacity)
    {
        private readonly Slot[] _slots = new Slot[capacity];

        /// <summary>The next position to claim; positions only grow, the slot is the position modulo the capacity.</summary>
        public Position Tail;

        /// <summary>Producers may claim positions below this without looking at <see cref="Head"/>.</summary>
        public Position Limit = new() { Value = capacity };

        /// <summary>The next position to read.</summary>
        public Position Head;

        public Ring? Next;

        public int Capacity => _slots.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref Slot SlotAt(long position) => ref _slots[(int)position & (_slots.Length - 1)];

        public bool TryExtendLimit(long tail)
        {
            if ((tail & Frozen) != 0)
                return false;
            var limit = Volatile.Read(ref Head.Value) + Capacity;
            if (tail >= limit)
                return false;
            Volatile.Write(ref Limit.Value, limit);
            return true;
        }
    }
}
