using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>LCS.</summary>
internal static class StringLcsCommands
{
    /// <summary>LCS key1 key2 [LEN] [IDX] [MINMATCHLEN length] [WITHMATCHLEN]</summary>
    public static void Lcs(CommandContext c)
    {
        using var first = StringType.Lookup(c.Keyspace, c[1]);
        using var second = StringType.Lookup(c.Keyspace, c[2]);
        if ((first.Exists && first.Type != ValueType.String) || (second.Exists && second.Type != ValueType.String))
        {
            c.Error("ERR The specified keys must contain string values");
            return;
        }

        if (!LcsOptions.TryParse(c, out var options))
        {
            return;
        }

        if (LongestCommonSubsequence.TableBytes(StringType.Length(first), StringType.Length(second)) > c.Node.Config.ProtoMaxBulkLen)
        {
            c.Error("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
            return;
        }

        if (!c.Keyspace.MayProcess(LongestCommonSubsequence.TableBytes(StringType.Length(first), StringType.Length(second))))
        {
            return;
        }

        var a = StringType.ReadAll(c.Keyspace, c[1], first);
        var b = StringType.ReadAll(c.Keyspace, c[2], second);
        var lcs = new LongestCommonSubsequence(a, b);
        if (options.Indexes)
        {
            ReplyIndexes(c, options, lcs.Matches(a, b), lcs.Length);
        }
        else if (options.LengthOnly)
        {
            c.Reply.Integer(lcs.Length);
        }
        else
        {
            c.Reply.Bulk(lcs.ToBytes(a, b));
        }
    }

    private static void ReplyIndexes(CommandContext c, in LcsOptions options, List<LongestCommonSubsequence.Match> matches, int length)
    {
        long least = options.LeastMatch;
        matches.RemoveAll(match => match.Length < least);
        c.Reply.Map(2);
        c.Reply.Bulk("matches"u8);
        c.Reply.Array(matches.Count);
        foreach (var match in matches)
        {
            c.Reply.Array(options.WithLengths ? 3 : 2);
            ReplyRange(c, match.A, match.Length);
            ReplyRange(c, match.B, match.Length);
            if (options.WithLengths)
            {
                c.Reply.Integer(match.Length);
            }
        }

        c.Reply.Bulk("len"u8);
        c.Reply.Integer(length);
    }

    private static void ReplyRange(CommandContext c, int start, int length)
    {
        c.Reply.Array(2);
        c.Reply.Integer(start);
        c.Reply.Integer(start + length - 1);
    }
}
