using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>Writes keys' values as Redis 7.0 reads them (docs/formats/rdb.md), in the plainest encoding of each type.</summary>
public static class ValueDump
{
    /// <summary>Writes type and value. Void if it leaves the view <see cref="Keyspace.Incomplete"/>.</summary>
    /// <exception cref="RdbException">The value is too long for a payload, or of a type that has none here.</exception>
    public static void Write(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer)
    {
        switch (row.Type)
        {
            case ValueType.String:
                WriteString(keyspace, key, row, writer);
                break;
            case ValueType.List:
                WriteList(keyspace, key, row, writer);
                break;
            case ValueType.Set:
                WriteElements(keyspace, key, row, writer, RdbType.Set);
                break;
            case ValueType.Hash:
                WriteElements(keyspace, key, row, writer, RdbType.Hash);
                break;
            case ValueType.Zset:
                WriteZset(keyspace, key, row, writer);
                break;
            case ValueType.Stream:
                StreamDump.Write(keyspace, key, row, writer);
                break;
            default:
                throw new RdbException($"values of type {row.Type} cannot be dumped");
        }
    }

    private static void WriteString(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer)
    {
        writer.Type(RdbType.String);
        if (row.Versioned)
        {
            StringType.Read(keyspace, key, row, 0, writer.StringRoom(checked((int)row.Size)));
        }
        else
        {
            writer.String(row.Body);
        }
    }

    private static void WriteList(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer)
    {
        writer.Type(RdbType.List);
        writer.Number((ulong)row.Size);
        using var walk = new ListWalk(keyspace, key, row, 0, row.Size);
        while (walk.Next() && keyspace.MayProcess(writer.Length))
        {
            writer.String(walk.Value);
        }
    }

    private static void WriteElements(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer, RdbType type)
    {
        writer.Type(type);
        writer.Number((ulong)row.Size);
        using var walk = new ElementRows(keyspace, key, row.Version).Walk();
        for (bool any = walk.SeekToFirst(); any && keyspace.MayProcess(writer.Length); any = walk.Next())
        {
            writer.String(walk.Element);
            if (type == RdbType.Hash)
            {
                writer.String(walk.Value);
            }
        }
    }

    private static void WriteZset(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, RdbWriter writer)
    {
        writer.Type(RdbType.Zset2);
        writer.Number((ulong)row.Size);
        using var walk = keyspace.Zsets.Open(key, row).Walk(backward: false);
        while (walk.Next() && keyspace.MayProcess(writer.Length))
        {
            writer.String(walk.Member);
            writer.Double(walk.Score);
        }
    }
}
