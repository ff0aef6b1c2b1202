using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Execution;

/// <summary>The kind of keys that Pika's scans ask for: a type, and for strings whether their values are wanted too.</summary>
internal readonly record struct KeyKind(ValueType Type, bool WithValues)
{
    /// <summary>Reads a kind. False: there is none of that name, and the error is the reply.</summary>
    public static bool TryRead(CommandContext c, int index, out KeyKind kind)
    {
        ValueType? type =
            c.Is(index, "string"u8) || c.Is(index, "string_with_value"u8) ? ValueType.String
            : c.Is(index, "hash"u8) ? ValueType.Hash
            : c.Is(index, "list"u8) ? ValueType.List
            : c.Is(index, "set"u8) ? ValueType.Set
            : c.Is(index, "zset"u8) ? ValueType.Zset
            : c.Is(index, "stream"u8) ? ValueType.Stream
            : null;
        kind = new KeyKind(type ?? ValueType.String, c.Is(index, "string_with_value"u8));
        if (type is null)
        {
            c.Error("ERR Invalid argument: the type is one of string, string_with_value, hash, list, set, zset and stream");
        }

        return type is not null;
    }

    /// <summary>Whether a key of that type is of this kind.</summary>
    public bool Is(ValueType type) => Type == type;
}
