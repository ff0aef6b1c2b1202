using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>Makes a key of a value in RDB bytes, in a turn.</summary>
public static class ValueRestore
{
    /// <summary>
    /// Makes the key, which is not there. After an exception the turn holds a part of it, to be taken back; the same when the view is
    /// <see cref="Keyspace.Incomplete"/>.
    /// </summary>
    /// <exception cref="RdbException">The value is damaged, or there is no such type here.</exception>
    public static void Put(Keyspace keyspace, ReadOnlySpan<byte> key, RdbType type, ReadOnlySpan<byte> value, long expireAt)
    {
        var input = new RdbInput(value);
        using var reader = new RdbValueReader();
        var builder = new ValueBuilder(keyspace, key, value.Length, expireAt);
        try
        {
            reader.Read(ref input, type, ref builder);
            if (input.Remaining != 0)
            {
                throw input.Damaged($"{input.Remaining} bytes are left behind the value");
            }

            builder.End();
        }
        finally
        {
            builder.Dispose();
        }
    }
}
