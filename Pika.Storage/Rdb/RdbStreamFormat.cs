namespace Pika.Storage.Rdb;

/// <summary>
/// The nodes of a stream (docs/formats/rdb.md). Each is a listpack under the id of its first entry, which the others count from. It begins with: entries that are there,
/// entries that were deleted, number of fields, their names, 0. An entry is: flags, id as two differences, its fields or, if they are those of the beginning, their
/// values alone, and the number of elements before this one.
/// </summary>
internal static class RdbStreamFormat
{
    /// <summary>The entry was deleted, and stands there until its node is written anew.</summary>
    public const long DeletedFlag = 1;

    /// <summary>The entry has the fields of the node's beginning.</summary>
    public const long SameFieldsFlag = 2;

    /// <summary>The entries of a node at most: Redis's <c>stream-node-max-entries</c>. Small enough to be written over in its one byte.</summary>
    public const int NodeEntries = 100;

    /// <summary>The bytes at which a node takes no more: Redis's <c>stream-node-max-bytes</c>.</summary>
    public const int NodeBytes = 4096;

    /// <summary>The elements of an entry, but for the last, which counts them: flags, id, and names and values or values alone.</summary>
    public static long Elements(long fields, bool same) => 3 + (same ? fields : (2 * fields) + 1);
}
