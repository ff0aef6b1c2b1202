using System.Text;
using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>DEBUG. Its subcommands are not in the table of commands, as in Redis.</summary>
internal static class DebugCommands
{
    private static readonly string[] Help =
    [
        "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DIGEST",
        "    Digest of all keys and values in all databases; Redis gives the same for the same data.",
        "DIGEST-VALUE <key> [<key> ...]",
        "    Digests of the values of keys.",
        "OBJECT <key>",
        "    How a value is represented.",
        "RELOAD [option ...]",
        "    Makes the store durable and checks that the data is the same after it. The options of Redis are accepted.",
        "RESTART",
        "    Stops and opens the store within the process; all clients are disconnected.",
        "SET-ACTIVE-EXPIRE <0|1>",
        "    Whether keys are removed when their time comes, or only when somebody looks.",
        "SLEEP <seconds>",
        "    Holds this client; the others go on.",
        "HELP",
        "    Prints this help.",
    ];

    /// <summary>The longest SLEEP: a timer takes no more.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(49);

    /// <summary>DEBUG subcommand [argument ...]</summary>
    public static void Debug(CommandContext c)
    {
        switch (Encoding.ASCII.GetString(c[1]).ToLowerInvariant())
        {
            case "digest" when c.Count == 2:
                c.Reply.SimpleString(DigestOfAll(c));
                break;
            case "digest-value":
                DigestOfValues(c);
                break;
            case "help" when c.Count == 2:
                WriteHelp(c.Reply);
                break;
            case "object" when c.Count == 3:
                DescribeObject(c);
                break;
            case "reload":
                Reload(c);
                break;
            case "restart" when c.Count == 2:
                c.Client.CloseAfterReply = true;
                c.Node.RequestRestart("DEBUG RESTART");
                break;
            case "set-active-expire" when c.Count == 3:
                c.Node.ActiveExpire = Numbers.TryParseInt64(c[2], out long value) && value != 0;
                c.Reply.Ok();
                break;
            case "sleep" when c.Count == 3:
                Sleep(c);
                break;
            default:
                CommandErrors.SubcommandSyntax(c.Reply, c.Command, c[1]);
                break;
        }
    }

    private static void Sleep(CommandContext c)
    {
        if (Numbers.TryParseDouble(c[2], out double seconds) && seconds > 0)
        {
            c.Hold = new Hold(seconds < LongestSleep.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestSleep);
        }

        c.Reply.Ok();
    }

    private static string DigestOfAll(CommandContext c)
    {
        using var digest = new DatasetDigest(c.Keyspace, Numbers.FormatDouble);
        return Convert.ToHexStringLower(digest.OfAll(c.Node.Databases.Count));
    }

    private static void DigestOfValues(CommandContext c)
    {
        using var digest = new DatasetDigest(c.Keyspace, Numbers.FormatDouble);
        c.Reply.Array(c.Count - 2);
        for (int i = 2; i < c.Count; i++)
        {
            c.Reply.SimpleString(Convert.ToHexStringLower(digest.OfValue(c[i])));
        }
    }

    // Sees keys that have expired, as DEBUG does in Redis. There is no address and no idle time to tell.
    private static void DescribeObject(CommandContext c)
    {
        using var walk = new KeyWalk(c.Keyspace);
        if (!walk.Seek(c[2]) || !walk.Key.SequenceEqual(c[2]))
        {
            c.Error("ERR no such key");
            return;
        }

        c.Reply.SimpleString(
            $"Value at:0x0 refcount:{ObjectCommands.ReferencesOf(walk.Row)} encoding:{ObjectCommands.EncodingOf(c.Keyspace, walk.Key, walk.Row)} "
                + $"serializedlength:{SerializedLength(walk.Row)} lru:0 lru_seconds_idle:0"
        );
    }

    // Bytes of the value in an RDB file without compression.
    private static long SerializedLength(in KeyRow row)
    {
        if (ObjectCommands.IsInteger(row, out long value) && value is >= int.MinValue and <= int.MaxValue)
        {
            return value is >= sbyte.MinValue and <= sbyte.MaxValue ? 2
                : value is >= short.MinValue and <= short.MaxValue ? 3
                : 5;
        }

        long length = StringType.Length(row);
        return length
            + (
                length < 64 ? 1
                : length < 16384 ? 2
                : 5
            );
    }

    private static void Reload(CommandContext c)
    {
        for (int i = 2; i < c.Count; i++)
        {
            if (!c.Is(i, "merge"u8) && !c.Is(i, "noflush"u8) && !c.Is(i, "nosave"u8))
            {
                c.Error("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
                return;
            }
        }

        string before = DigestOfAll(c);
        if (!c.Node.Saving.TrySave())
        {
            c.Error("ERR Background save already in progress");
            return;
        }

        string after = DigestOfAll(c);
        if (before == after)
        {
            c.Reply.Ok();
        }
        else
        {
            c.Error($"ERR the data has changed while the store was made durable: its digest was {before} and is {after}");
        }
    }

    private static void WriteHelp(RespWriter reply)
    {
        reply.Array(Help.Length);
        foreach (string line in Help)
        {
            reply.SimpleString(line);
        }
    }
}
