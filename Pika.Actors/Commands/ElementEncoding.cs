using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>
/// The names of the representations that Redis, with the limits that it has unless configured, gives hashes and sets of these elements. One that grew
/// over a limit and shrank again keeps the bigger form there, and is told by its present elements here.
/// </summary>
internal static class ElementEncoding
{
    /// <summary>Redis's <c>hash-max-listpack-entries</c>.</summary>
    private const long MostInListpack = 512;

    /// <summary>Redis's <c>hash-max-listpack-value</c>.</summary>
    private const int LongestInListpack = 64;

    /// <summary>Redis's <c>set-max-intset-entries</c>.</summary>
    private const long MostIntegers = 512;

    /// <summary>The encoding of a hash: its elements are looked at only where their number leaves a choice.</summary>
    public static string OfHash(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row) =>
        row.Size <= MostInListpack && All(keyspace, key, row, static walk => IsShort(walk.Element) && IsShort(walk.Value))
            ? "listpack"
            : "hashtable";

    /// <summary>The encoding of a set, as <see cref="OfHash"/>.</summary>
    public static string OfSet(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row) =>
        row.Size <= MostIntegers && All(keyspace, key, row, static walk => Numbers.TryParseInt64(walk.Element, out _))
            ? "intset"
            : "hashtable";

    private static bool IsShort(ReadOnlySpan<byte> text) => text.Length <= LongestInListpack;

    private static bool All(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, Func<ElementWalk, bool> fits)
    {
        using var walk = new ElementRows(keyspace, key, row.Version).Walk();
        bool any = walk.SeekToFirst();
        while (any && fits(walk))
        {
            any = walk.Next();
        }

        return !any;
    }
}
