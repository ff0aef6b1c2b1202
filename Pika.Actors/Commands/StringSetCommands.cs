using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that set whole strings.</summary>
internal static class StringSetCommands
{
    /// <summary>SET key value [NX | XX | VX value] [GET] [EX seconds | PX milliseconds | EXAT time | PXAT time | KEEPTTL]</summary>
    public static void Set(CommandContext c)
    {
        if (c.Count == 3)
        {
            using var old = c.Keyspace.Find(c[1]);
            StringType.Put(c.Keyspace, c[1], c[2], 0, old);
            c.Notify(NotifyEvent.String, "set"u8, c[1]);
            c.Reply.Ok();
        }
        else if (SetOptions.TryParse(c, out var options))
        {
            Set(c, 2, options);
        }
    }

    /// <summary>SETNX key value</summary>
    public static void SetNx(CommandContext c)
    {
        using var old = c.Keyspace.Find(c[1]);
        if (!old.Exists)
        {
            StringType.Put(c.Keyspace, c[1], c[2], 0, old);
            c.Notify(NotifyEvent.String, "set"u8, c[1]);
        }

        c.Reply.Integer(old.Exists ? 0 : 1);
    }

    /// <summary>SETEX key seconds value</summary>
    public static void SetEx(CommandContext c) => Set(c, 3, new SetOptions { Expire = new ExpireOption(ExpireForm.Seconds, 2) });

    /// <summary>PSETEX key milliseconds value</summary>
    public static void PSetEx(CommandContext c) => Set(c, 3, new SetOptions { Expire = new ExpireOption(ExpireForm.Milliseconds, 2) });

    /// <summary>MSET key value [key value ...]</summary>
    public static void MSet(CommandContext c)
    {
        if (c.Count % 2 == 0)
        {
            c.WrongArity();
            return;
        }

        PutAll(c);
        c.Reply.Ok();
    }

    /// <summary>MSETNX key value [key value ...]</summary>
    public static void MSetNx(CommandContext c)
    {
        if (c.Count % 2 == 0)
        {
            c.WrongArity();
            return;
        }

        for (int i = 1; i < c.Count; i += 2)
        {
            using var row = c.Keyspace.Find(c[i]);
            if (row.Exists)
            {
                c.Reply.Integer(0);
                return;
            }
        }

        PutAll(c);
        c.Reply.Integer(1);
    }

    private static void Set(CommandContext c, int value, in SetOptions options)
    {
        if (!options.Expire.TryTime(c, out long expireAt))
        {
            return;
        }

        if (options.OnlyIfValue != 0)
        {
            SetIfValue(c, value, options, expireAt);
            return;
        }

        using var old = options.Get ? c.Keyspace.Lookup(c[1]) : c.Keyspace.Find(c[1]);
        if (options.Get && !StringCommands.TryReply(c, old))
        {
            return;
        }

        bool refused = old.Exists ? options.OnlyIfAbsent : options.OnlyIfPresent;
        if (!refused)
        {
            Put(c, value, options.Expire.Form == ExpireForm.Keep ? old.ExpireAt : expireAt, old);
            NotifySet(c, options, expireAt, old);
        }

        if (options.Get)
        {
            return;
        }

        if (refused)
        {
            c.Reply.Null();
        }
        else
        {
            c.Reply.Ok();
        }
    }

    // Pika's VX answers 1 if the value was set, 0 if there is no such key, -1 if its value is another.
    private static void SetIfValue(CommandContext c, int value, in SetOptions options, long expireAt)
    {
        using var old = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(old, ValueType.String))
        {
            return;
        }

        bool holds = old.Exists && PikaStringCommands.Holds(c, old, c[options.OnlyIfValue]);
        if (holds)
        {
            Put(c, value, options.Expire.Form == ExpireForm.Keep ? old.ExpireAt : expireAt, old);
        }

        c.Reply.Integer(
            holds ? 1
            : old.Exists ? -1
            : 0
        );
    }

    // A value whose time has passed already never comes into being; it takes the old one away all the same.
    internal static void Put(CommandContext c, int value, long expireAt, in KeyRow old)
    {
        if (expireAt == 0 || expireAt > c.Now)
        {
            StringType.Put(c.Keyspace, c[1], c[value], expireAt, old);
        }
        else if (old.Exists)
        {
            c.Keyspace.Remove(c[1], old);
        }
        else
        {
            c.Keyspace.Touch(c[1]);
        }
    }

    // A value that never comes into being has, for those who listen, come and gone.
    private static void NotifySet(CommandContext c, in SetOptions options, long expireAt, in KeyRow old)
    {
        bool isPast = options.Expire.HasTime && expireAt <= c.Now;
        if (isPast && !old.Exists)
        {
            c.Notify(NotifyEvent.New, "new"u8, c[1]);
        }

        c.Notify(NotifyEvent.String, "set"u8, c[1]);
        if (options.Expire.HasTime)
        {
            c.Notify(NotifyEvent.Generic, "expire"u8, c[1]);
        }

        if (isPast)
        {
            c.Notify(NotifyEvent.Expired, "expired"u8, c[1]);
        }
    }

    private static void PutAll(CommandContext c)
    {
        for (int i = 1; i < c.Count; i += 2)
        {
            using var old = c.Keyspace.Find(c[i]);
            StringType.Put(c.Keyspace, c[i], c[i + 1], 0, old);
            c.Notify(NotifyEvent.String, "set"u8, c[i]);
        }
    }
}
