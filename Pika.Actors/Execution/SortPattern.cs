using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Execution;

/// <summary>Looks up what a pattern of SORT names: the star stands for the element, and <c>-&gt;field</c> after it for a field of a hash.</summary>
internal static class SortPattern
{
    /// <summary>The value that the pattern has for an element; null if there is none.</summary>
    public static byte[]? Value(Keyspace keyspace, ReadOnlySpan<byte> pattern, byte[] element)
    {
        if (pattern.SequenceEqual("#"u8))
        {
            return element;
        }

        int star = pattern.IndexOf((byte)'*');
        if (star < 0)
        {
            return null;
        }

        var rest = pattern[(star + 1)..];
        int arrow = rest.IndexOf("->"u8);
        bool hasField = arrow >= 0 && arrow + 2 < rest.Length;
        byte[] key = [.. pattern[..star], .. element, .. hasField ? rest[..arrow] : rest];
        return hasField ? Field(keyspace, key, rest[(arrow + 2)..]) : Text(keyspace, key);
    }

    private static byte[]? Text(Keyspace keyspace, byte[] key)
    {
        using var row = StringType.Lookup(keyspace, key);
        return row.Exists && row.Type == ValueType.String ? StringType.ReadAll(keyspace, key, row).ToArray() : null;
    }

    private static byte[]? Field(Keyspace keyspace, byte[] key, ReadOnlySpan<byte> field)
    {
        using var row = HashType.Lookup(keyspace, key, field, out var value, out bool found);
        byte[]? bytes = found ? value.Value.ToArray() : null;
        value.Dispose();
        return bytes;
    }
}
