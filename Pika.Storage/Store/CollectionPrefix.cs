using System.Buffers.Binary;

namespace Pika.Storage.Store;

/// <summary>
/// The beginning that the rows of one collection have in common (docs/formats/keyspace.md): generation, slot and version in Data and Score,
/// the generation in Expire, the kind in System (such as <c>reclaim/</c>). The rows of Meta are one collection.
/// </summary>
internal readonly record struct CollectionPrefix(Family Family, ulong High, ulong Low)
{
    /// <summary>Bytes of the longest prefix.</summary>
    public const int MaxLength = ValuePrefix;

    private const int ValuePrefix = 4 + 2 + 8;
    private const int VersionAt = 4 + 2;

    /// <summary>The kinds of System rows that are walked over have eight characters.</summary>
    private const int KindPrefix = 8;

    /// <summary>The version of the value that the rows belong to; only in Data and Score.</summary>
    public ulong Version => Low;

    /// <summary>Whether the family's collections are values, which have a version.</summary>
    public static bool HasVersion(Family family) => family is Family.Data or Family.Score;

    /// <summary>Bytes that the keys of a collection have in common.</summary>
    public static int LengthOf(Family family) =>
        family switch
        {
            Family.Data or Family.Score => ValuePrefix,
            Family.Expire => sizeof(uint),
            Family.System => KindPrefix,
            _ => 0,
        };

    /// <summary>The collection of a row, whose key is at least as long as the prefix.</summary>
    public static CollectionPrefix Of(Family family, ReadOnlySpan<byte> key) =>
        family switch
        {
            Family.Data or Family.Score => new CollectionPrefix(
                family,
                BinaryPrimitives.ReadUInt64BigEndian(key),
                BinaryPrimitives.ReadUInt64BigEndian(key[VersionAt..])
            ),
            Family.Expire => new CollectionPrefix(family, BinaryPrimitives.ReadUInt32BigEndian(key), 0),
            Family.System => new CollectionPrefix(family, BinaryPrimitives.ReadUInt64BigEndian(key), 0),
            _ => new CollectionPrefix(family, 0, 0),
        };

    /// <summary>Writes the bytes of the prefix and returns how many they are.</summary>
    public int Write(Span<byte> room)
    {
        int length = LengthOf(Family);
        if (length == ValuePrefix)
        {
            BinaryPrimitives.WriteUInt64BigEndian(room, High);
            BinaryPrimitives.WriteUInt64BigEndian(room[VersionAt..], Low);
        }
        else if (length == KindPrefix)
        {
            BinaryPrimitives.WriteUInt64BigEndian(room, High);
        }
        else if (length > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(room, (uint)High);
        }

        return length;
    }

    /// <summary>The collection in which all rows with <c>lower &lt;= key &lt; upper</c> are, if they are in one.</summary>
    public static bool TryOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, out CollectionPrefix prefix)
    {
        prefix = default;
        int length = LengthOf(family);
        if (lower.Length < length || (upper.Length < length && length > 0))
        {
            return false;
        }

        prefix = Of(family, lower);
        return upper.Length == 0 || upper[..length].SequenceEqual(lower[..length]) || IsEndOf(lower[..length], upper);
    }

    // Whether the upper bound is the first key behind all that begin with the prefix.
    private static bool IsEndOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> upper)
    {
        if (upper.Length != prefix.Length)
        {
            return false;
        }

        int last = prefix.Length - 1;
        while (last >= 0 && prefix[last] == byte.MaxValue)
        {
            if (upper[last--] != 0)
            {
                return false;
            }
        }

        return last >= 0 && upper[last] == prefix[last] + 1 && upper[..last].SequenceEqual(prefix[..last]);
    }
}
