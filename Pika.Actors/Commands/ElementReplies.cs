using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>Answers with all elements of a hash or a set.</summary>
internal static class ElementReplies
{
    /// <summary>Bytes of an element in a reply, at least: what <c>$0</c> takes.</summary>
    private const int LeastBytes = 6;

    /// <summary>Whether the key holds the type, or nothing, and is not too big for this thread. False: the handler returns.</summary>
    public static bool MayAnswerAll(CommandContext c, in KeyRow row, ValueType type) =>
        !c.IsWrongType(row, type) && (!row.Exists || ElementRows.MayVisit(c.Keyspace, row.Size));

    /// <summary>The number of elements, as a reply counts them.</summary>
    public static int SizeOf(in KeyRow row) => row.Exists ? CountOf(row.Size) : 0;

    /// <summary>A number of elements, as a reply counts them.</summary>
    /// <exception cref="ReplyTooLongException">No reply has room for so many.</exception>
    public static int CountOf(long count) => count <= Array.MaxLength / LeastBytes ? (int)count : throw new ReplyTooLongException(count);

    /// <summary>Writes all elements, their values, or both by turns. The header is written already.</summary>
    /// <exception cref="StoreException">There are more rows, or fewer, than the key's own row says.</exception>
    public static void WriteAll(CommandContext c, in KeyRow row, bool elements, bool values)
    {
        if (!row.Exists)
        {
            return;
        }

        long count = 0;
        int begin = c.Reply.Length;
        using var walk = new ElementRows(c.Keyspace, c[1], row.Version).Walk();
        for (bool any = walk.SeekToFirst(); any && c.Keyspace.MayProcess(c.Reply.Length - begin); any = walk.Next())
        {
            count++;
            if (elements)
            {
                c.Reply.Bulk(walk.Element);
            }

            if (values)
            {
                c.Reply.Bulk(walk.Value);
            }
        }

        if (count != row.Size && !c.Keyspace.Incomplete)
        {
            throw new StoreException(StoreError.Corruption, $"a key with {row.Size} elements has {count} rows");
        }
    }
}
