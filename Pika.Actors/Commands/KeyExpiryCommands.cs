using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>The commands on how long keys live.</summary>
internal static class KeyExpiryCommands
{
    [Flags]
    private enum Conditions
    {
        None = 0,

        /// <summary>NX: the key has no expiry.</summary>
        IfNone = 1,

        /// <summary>XX: it has one.</summary>
        IfAny = 2,

        /// <summary>GT: the new one is later; no expiry is the latest of all.</summary>
        IfLater = 4,

        /// <summary>LT: the new one is earlier.</summary>
        IfEarlier = 8,
    }

    /// <summary>EXPIRE key seconds [NX | XX | GT | LT]</summary>
    public static void Expire(CommandContext c) => SetExpiry(c, c.Now, 1000);

    /// <summary>PEXPIRE key milliseconds [NX | XX | GT | LT]</summary>
    public static void PExpire(CommandContext c) => SetExpiry(c, c.Now, 1);

    /// <summary>EXPIREAT key unix-time-seconds [NX | XX | GT | LT]</summary>
    public static void ExpireAt(CommandContext c) => SetExpiry(c, 0, 1000);

    /// <summary>PEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT]</summary>
    public static void PExpireAt(CommandContext c) => SetExpiry(c, 0, 1);

    /// <summary>TTL key</summary>
    public static void Ttl(CommandContext c) => ReplyTime(c, c.Now, 1000);

    /// <summary>PTTL key</summary>
    public static void PTtl(CommandContext c) => ReplyTime(c, c.Now, 1);

    /// <summary>EXPIRETIME key</summary>
    public static void ExpireTime(CommandContext c) => ReplyTime(c, 0, 1000);

    /// <summary>PEXPIRETIME key</summary>
    public static void PExpireTime(CommandContext c) => ReplyTime(c, 0, 1);

    /// <summary>PERSIST key</summary>
    public static void Persist(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        bool expires = row.Exists && row.ExpireAt != 0;
        if (expires)
        {
            c.Keyspace.PutExpiry(c[1], 0, row);
            c.Notify(NotifyEvent.Generic, "persist"u8, c[1]);
        }

        c.Reply.Integer(expires ? 1 : 0);
    }

    private static void SetExpiry(CommandContext c, long from, long scale)
    {
        if (!TryConditions(c, out var conditions) || !TryMoment(c, from, scale, out long moment))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists || !Holds(conditions, row, moment))
        {
            c.Reply.Integer(0);
            return;
        }

        if (moment <= c.Now)
        {
            c.Keyspace.Remove(c[1], row);
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
        }
        else
        {
            c.Keyspace.PutExpiry(c[1], moment, row);
            c.Notify(NotifyEvent.Generic, "expire"u8, c[1]);
        }

        c.Reply.Integer(1);
    }

    private static bool TryConditions(CommandContext c, out Conditions conditions)
    {
        conditions = Conditions.None;
        for (int i = 3; i < c.Count; i++)
        {
            var condition =
                c.Is(i, "nx"u8) ? Conditions.IfNone
                : c.Is(i, "xx"u8) ? Conditions.IfAny
                : c.Is(i, "gt"u8) ? Conditions.IfLater
                : c.Is(i, "lt"u8) ? Conditions.IfEarlier
                : Conditions.None;
            if (condition == Conditions.None)
            {
                UnsupportedOption(c, c[i]);
                return false;
            }

            conditions |= condition;
        }

        if (conditions.HasFlag(Conditions.IfNone) && conditions != Conditions.IfNone)
        {
            c.Error("ERR NX and XX, GT or LT options at the same time are not compatible");
            return false;
        }

        if (conditions.HasFlag(Conditions.IfLater | Conditions.IfEarlier))
        {
            c.Error("ERR GT and LT options at the same time are not compatible");
            return false;
        }

        return true;
    }

    // The option ends at a zero byte, as texts do in Redis's errors.
    private static void UnsupportedOption(CommandContext c, ReadOnlySpan<byte> option)
    {
        int end = option.IndexOf((byte)0);
        c.Reply.Error([.. "ERR Unsupported option "u8, .. end < 0 ? option : option[..end]]);
    }

    // Negative times are allowed: they are past. What does not fit into 64 bits is not.
    private static bool TryMoment(CommandContext c, long from, long scale, out long moment)
    {
        moment = 0;
        if (!c.TryInteger(2, out long number))
        {
            return false;
        }

        if (number > long.MaxValue / scale || number < long.MinValue / scale || number * scale > long.MaxValue - from)
        {
            c.Error($"ERR invalid expire time in '{c.Command.FullName}' command");
            return false;
        }

        moment = (number * scale) + from;
        return true;
    }

    private static bool Holds(Conditions conditions, in KeyRow row, long moment)
    {
        bool expires = row.ExpireAt != 0;
        return !(
            (conditions.HasFlag(Conditions.IfNone) && expires)
            || (conditions.HasFlag(Conditions.IfAny) && !expires)
            || (conditions.HasFlag(Conditions.IfLater) && (!expires || moment <= row.ExpireAt))
            || (conditions.HasFlag(Conditions.IfEarlier) && expires && moment >= row.ExpireAt)
        );
    }

    // -2: no such key; -1: it does not expire.
    private static void ReplyTime(CommandContext c, long from, long scale)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists || row.ExpireAt == 0)
        {
            c.Reply.Integer(row.Exists ? -1 : -2);
            return;
        }

        // Seconds are rounded to the nearest. Unsigned, because the last moments would overflow.
        long time = row.ExpireAt - from;
        c.Reply.Integer(scale == 1 ? time : (long)(((ulong)time + ((ulong)scale / 2)) / (ulong)scale));
    }
}
