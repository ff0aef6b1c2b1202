using Akka.Actor;
using Pika.Actors.Equality;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// What passes between <see cref="Binlog"/> and others: appending, the role, leases on records, the segment that holds a record, and purging. The
/// sender of a lease is watched: when it ends, so does its lease.
/// </summary>
internal static class BinlogProtocol
{
    /// <summary>From a writer: make this turn a record. Answered with <see cref="Appended"/> or <see cref="Refused"/>.</summary>
    public sealed record Append(Turn Turn);

    /// <summary>To the writer: its turn is in the log, as durable as was asked for, and in the store.</summary>
    public sealed record Appended
    {
        /// <summary>The only one.</summary>
        public static readonly Appended Instance = new();
    }

    /// <summary>
    /// To the writer: nothing of its turn has happened; the error is for the clients. After a failed sync, and only then, a restart may
    /// find the turn in the log all the same.
    /// </summary>
    public sealed record Refused(string Error);

    /// <summary>From a replica's side: append these records and apply them. Answered with <see cref="Appended"/>, even if the log took only the first
    /// of them, or none: its end tells; or with <see cref="Refused"/> after a failure, or when the node is no replica.</summary>
    public sealed record AppendReceived(ReceivedRecords Records);

    /// <summary>
    /// To a writer: its turn is in the log, but the store refuses it for now; it is tried until it is applied, and then answered as usual. The
    /// clients need not wait for that: the error is for them.
    /// </summary>
    public sealed record Postponed(string Error);

    /// <summary>
    /// To the writer: its turn is in the log and in the store, but fewer replicas than <c>replica-acks</c> are known to have it; the error is for
    /// the clients.
    /// </summary>
    public sealed record Unconfirmed(string Error);

    /// <summary>
    /// Takes a lease on the records from <paramref name="Index"/> on, in the place of the one that the owner may have. Answered with
    /// <see cref="Pinned"/> or <see cref="NotHeld"/>.
    /// </summary>
    /// <param name="Owner">Who needs them; shown in INFO.</param>
    /// <param name="Index">Null: from the first record that the store may lack at this moment, as for a checkpoint that is made next.</param>
    /// <param name="MaxBytes">The most bytes of closed segments that the lease may hold back.</param>
    /// <param name="MaxIdle">The longest time without a step forward while it holds something back.</param>
    public sealed record Pin(string Owner, ulong? Index, long MaxBytes, TimeSpan MaxIdle);

    /// <summary>The lease is taken.</summary>
    public sealed record Pinned(BinlogPin Lease);

    /// <summary>The log does not hold the record, and it is not the next one either.</summary>
    /// <param name="First">The oldest record that it holds.</param>
    /// <param name="Next">The one that is written next.</param>
    public sealed record NotHeld(ulong First, ulong Next);

    /// <summary>Moves a lease forward. No answer, unless the owner has none any more: <see cref="PinRevoked"/>.</summary>
    public sealed record Advance(string Owner, ulong Index);

    /// <summary>Gives a lease back. No answer.</summary>
    public sealed record Release(string Owner);

    /// <summary>To the sender of a lease: it is gone, and so may be its records.</summary>
    public sealed record PinRevoked(string Owner, string Reason);

    /// <summary>Asks for the segment that holds a record, or the next one to be written: <see cref="Located"/> or <see cref="NotHeld"/>.</summary>
    public sealed record Locate(ulong Index);

    /// <summary>Ask this <see cref="BinlogSegment"/>.</summary>
    public sealed record Located(ulong Index, IActorRef Segment);

    /// <summary>Asks to be told, once, with <see cref="Grown"/>, when the log has records behind an index that may be sent to replicas.</summary>
    public sealed record TellGrowth(ulong Behind);

    /// <summary>Asks not to be told any more.</summary>
    public sealed record EndGrowth
    {
        /// <summary>The only one.</summary>
        public static readonly EndGrowth Instance = new();
    }

    /// <summary>The log has records behind the index that was asked for.</summary>
    /// <param name="End">The last one that may be sent.</param>
    public sealed record Grown(LogIndex End);

    /// <summary>Begin an epoch and take turns; answered with <see cref="Led"/> when that is in the store.</summary>
    public sealed record Lead
    {
        /// <summary>The only one.</summary>
        public static readonly Lead Instance = new();
    }

    /// <summary>The node's epoch has begun.</summary>
    public sealed record Led
    {
        /// <summary>The only one.</summary>
        public static readonly Led Instance = new();
    }

    /// <summary>Take no more turns, but the records of a master; answered with <see cref="Followed"/>.</summary>
    public sealed record Follow
    {
        /// <summary>The only one.</summary>
        public static readonly Follow Instance = new();
    }

    /// <summary>From here on no turn of this node comes into the log.</summary>
    public sealed record Followed
    {
        /// <summary>The only one.</summary>
        public static readonly Followed Instance = new();
    }

    /// <summary>Keep the state right behind a record: the order tells itself what becomes of it. No answer.</summary>
    public sealed record KeepState(KeptState State);

    /// <summary>PURGELOGSTO: segments up to this number are not wanted any more. What is needed stays all the same. No answer.</summary>
    public sealed record PurgeTo(long Segment);
}
