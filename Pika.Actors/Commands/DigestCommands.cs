using Akka.Actor;
using Pika.Actors.Equality;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>
/// PKDIGEST, with which <c>pika check</c> compares two nodes: a state right behind one record of the log is ordered on both, and its digests are read, slots
/// first, then the keys of slots that differ.
/// </summary>
internal static class DigestCommands
{
    private const string TooMany = "ERR too many states are kept for comparisons; drop one with PKDIGEST DROP, or wait a minute";
    private const string NoState = "ERR there is no such state, or none any more";
    private const string NotReady = "ERR the state is not there yet, or another client reads it";

    /// <summary>The most keys of one reply.</summary>
    private const long MostKeys = 10_000;

    /// <summary>PKDIGEST AT index|NOW: the id under which the state is asked for.</summary>
    public static void PkDigestAt(CommandContext c)
    {
        ulong? index = null;
        if (!c.Is(2, "now"u8))
        {
            if (!c.TryInteger(2, 0, long.MaxValue, out long number))
            {
                return;
            }

            index = (ulong)number;
        }

        // Brings the store below the hot rows up to date ahead, so that the log has to wait for little of it when the moment comes.
        c.Node.Store.Snapshot()?.Dispose();
        if (c.Node.KeptStates.Add(index) is { } state)
        {
            c.Node.Appender.Tell(new BinlogProtocol.KeepState(state), ActorRefs.NoSender);
            c.Reply.Integer(state.Id);
        }
        else
        {
            c.Error(TooMany);
        }
    }

    /// <summary>PKDIGEST STATUS id: waiting, ready or passed; the node's last record; of a state that is ready its record, and that one's epoch with its id.</summary>
    public static void PkDigestStatus(CommandContext c)
    {
        if (Find(c) is not { } state)
        {
            return;
        }

        c.Reply.Array(5);
        c.Reply.Bulk(
            state.Now switch
            {
                KeptState.Phase.Waiting => "waiting"u8,
                KeptState.Phase.Ready => "ready"u8,
                _ => "passed"u8,
            }
        );
        c.Reply.Integer((long)c.Node.Binlog.Position.Last.Index);
        c.Reply.Integer((long)state.At.Index);
        c.Reply.Integer(state.At.Epoch);
        c.Reply.Bulk(state.EpochId);
    }

    /// <summary>PKDIGEST SLOTS id first last</summary>
    public static void PkDigestSlots(CommandContext c)
    {
        if (
            Find(c) is not { } state
            || !c.TryInteger(3, 0, HashSlot.Count - 1, out long first)
            || !c.TryInteger(4, first, HashSlot.Count - 1, out long last)
            || BeginRead(c, state) is not { } digest
        )
        {
            return;
        }

        try
        {
            var digests = new byte[(last - first + 1) * StateDigest.Size];
            long keys = digest.OfSlots((int)first, digests);
            c.Reply.Array((int)(last - first + 2));
            c.Reply.Integer(keys);
            for (int at = 0; at < digests.Length; at += StateDigest.Size)
            {
                c.Reply.Bulk(digests.AsSpan(at, StateDigest.Size));
            }
        }
        finally
        {
            state.EndRead();
        }
    }

    /// <summary>PKDIGEST KEYS id db slot from count: of each key its name, type, expiry and digest.</summary>
    public static void PkDigestKeys(CommandContext c)
    {
        if (
            Find(c) is not { } state
            || !c.TryInteger(3, 0, c.Node.Databases.Count - 1, out long database)
            || !c.TryInteger(4, 0, HashSlot.Count - 1, out long slot)
            || !c.TryInteger(6, 1, MostKeys, out long count)
            || BeginRead(c, state) is not { } digest
        )
        {
            return;
        }

        try
        {
            var keys = digest.OfKeys((int)database, (int)slot, c[5], (int)count);
            c.Reply.Array(keys.Count);
            foreach (var key in keys)
            {
                c.Reply.Array(4);
                c.Reply.Bulk(key.Key);
                c.Reply.Bulk(KeyCommands.NameOf(key.Type));
                c.Reply.Integer(key.ExpireAt);
                c.Reply.Bulk(key.Value);
            }
        }
        finally
        {
            state.EndRead();
        }
    }

    /// <summary>PKDIGEST DROP id</summary>
    public static void PkDigestDrop(CommandContext c)
    {
        if (c.TryInteger(2, out long id))
        {
            c.Node.KeptStates.Drop(id);
            c.Reply.Ok();
        }
    }

    /// <summary>PKDIGEST HELP</summary>
    public static void PkDigestHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static KeptState? Find(CommandContext c)
    {
        if (!c.TryInteger(2, out long id))
        {
            return null;
        }

        var state = c.Node.KeptStates.Find(id);
        if (state is null or { Now: KeptState.Phase.Dropped })
        {
            c.Error(NoState);
            return null;
        }

        return state;
    }

    private static StateDigest? BeginRead(CommandContext c, KeptState state)
    {
        var digest = state.BeginRead();
        if (digest is null)
        {
            c.Error(NotReady);
        }

        return digest;
    }
}
