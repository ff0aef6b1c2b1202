using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>
/// OBJECT: what Redis tells of its objects in memory, told of ours as far as it follows from their values. Redis also remembers how a
/// value came about (an APPEND makes it <c>raw</c> for good); that is not kept here.
/// </summary>
internal static class ObjectCommands
{
    /// <summary>Redis shares its objects of the integers below this.</summary>
    private const long SharedIntegers = 10_000;

    /// <summary>The number of references that Redis reports of a shared object.</summary>
    private const long SharedReferences = int.MaxValue;

    /// <summary>The bytes up to which Redis keeps a string together with its object.</summary>
    private const int LongestEmbedded = 44;

    /// <summary>OBJECT ENCODING key</summary>
    public static void ObjectEncoding(CommandContext c)
    {
        using var row = Lookup(c);
        if (row.Exists)
        {
            c.Reply.Bulk(EncodingOf(c.Keyspace, c[2], row));
        }
        else
        {
            c.Reply.Null();
        }
    }

    /// <summary>OBJECT FREQ key: frequencies are not tracked, which is Redis's answer too unless its maxmemory-policy is an LFU one.</summary>
    public static void ObjectFreq(CommandContext c)
    {
        using var row = Lookup(c);
        if (row.Exists)
        {
            c.Error(
                "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between "
                    + "policies at runtime LRU and LFU data will take some time to adjust."
            );
        }
        else
        {
            c.Reply.Null();
        }
    }

    /// <summary>OBJECT IDLETIME key: no record is kept of when a key was used, so it counts as used now.</summary>
    public static void ObjectIdleTime(CommandContext c) => ReplyNumber(c, static (in KeyRow _) => 0);

    /// <summary>OBJECT REFCOUNT key</summary>
    public static void ObjectRefCount(CommandContext c) => ReplyNumber(c, static (in KeyRow row) => ReferencesOf(row));

    /// <summary>OBJECT HELP</summary>
    public static void ObjectHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    /// <summary>The name of Redis's representation of a value.</summary>
    internal static string EncodingOf(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row) =>
        row.Type switch
        {
            ValueType.String => EncodingOfString(row),
            ValueType.List => "quicklist",
            ValueType.Hash => ElementEncoding.OfHash(keyspace, key, row),
            ValueType.Set => ElementEncoding.OfSet(keyspace, key, row),
            ValueType.Stream => "stream",
            ValueType.Zset => ZsetType.IsBig(row) ? "skiplist" : "listpack",
            _ => throw new NotSupportedException($"values of type {row.Type} have no encoding"),
        };

    /// <summary>The references that Redis reports of a value.</summary>
    internal static long ReferencesOf(in KeyRow row) =>
        row.Type == ValueType.String && IsInteger(row, out long value) && value is >= 0 and < SharedIntegers ? SharedReferences : 1;

    /// <summary>Whether a string is an integer in its one spelling.</summary>
    internal static bool IsInteger(in KeyRow row, out long value)
    {
        value = 0;
        return !row.Versioned && row.Body.Length <= Numbers.MaxInt64Length && Numbers.TryParseInt64(row.Body, out value);
    }

    private static string EncodingOfString(in KeyRow row) =>
        IsInteger(row, out _) ? "int"
        : StringType.Length(row) <= LongestEmbedded ? "embstr"
        : "raw";

    // Counts a hit or a miss, but nobody hears of a key that is missing: that is for reads of values.
    private static KeyRow Lookup(CommandContext c)
    {
        var row = c.Keyspace.Find(c[2]);
        c.Keyspace.Sightings.Count(row.Exists);
        return row;
    }

    private static void ReplyNumber(CommandContext c, NumberOf number)
    {
        using var row = Lookup(c);
        if (row.Exists)
        {
            c.Reply.Integer(number(row));
        }
        else
        {
            c.Reply.Null();
        }
    }

    private delegate long NumberOf(in KeyRow row);
}
