using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>Replies with members of sorted sets.</summary>
internal static class ZsetReplies
{
    /// <summary>What a member costs to read and to answer, as much as working through this many bytes.</summary>
    public const long MemberCost = ElementRows.ElementCost;

    /// <summary>How often a walk whose length is not known asks whether it may go on.</summary>
    private const int AskEvery = 1024;

    /// <summary>The header of an array of members; with scores it is flat in RESP2, and one of pairs in RESP3.</summary>
    public static void Members(this RespWriter reply, long count, bool withScores) =>
        reply.Array(checked((int)(withScores && reply.Protocol < 3 ? 2 * count : count)));

    /// <summary>A member, with its score if it is asked for.</summary>
    public static void Member(this RespWriter reply, ReadOnlySpan<byte> member, double score, bool withScores)
    {
        if (withScores && reply.Protocol >= 3)
        {
            reply.Array(2);
        }

        reply.Bulk(member);
        if (withScores)
        {
            reply.Double(score);
        }
    }

    /// <summary>A member and its score, as a pair in both protocols.</summary>
    public static void Pair(this RespWriter reply, ReadOnlySpan<byte> member, double score)
    {
        reply.Array(2);
        reply.Bulk(member);
        reply.Double(score);
    }

    /// <summary>Answers with up to <paramref name="most"/> members along a walk.</summary>
    public static void ReplyAlong(CommandContext c, ref ZsetWalk walk, long most, bool withScores)
    {
        int mark = c.Reply.BeginDeferred();
        int count = 0;
        while (count < most && MayGoOn(c, count) && walk.Next())
        {
            c.Reply.Member(walk.Member, walk.Score, withScores);
            count++;
        }

        c.Reply.EndArray(mark, withScores && c.Reply.Protocol < 3 ? 2 * count : count);
    }

    /// <summary>Whether a walk may go on after so many members. False: the command is void, as for <see cref="Keyspace.MayProcess"/>.</summary>
    public static bool MayGoOn(CommandContext c, long count) => count % AskEvery != 0 || c.Keyspace.MayProcess(count * MemberCost);
}
