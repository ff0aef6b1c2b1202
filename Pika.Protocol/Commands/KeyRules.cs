using System.Text;

namespace Pika.Protocol;

/// <summary>Adds the keys of a request; false when its arguments do not fit.</summary>
internal delegate bool KeyRule(in Request request, List<KeyPosition> keys);

/// <summary>The rules of the commands whose key specs cannot say where the keys are, or what is done with them.</summary>
internal static class KeyRules
{
    private const KeyFlags ReadsAndUpdates = KeyFlags.RW | KeyFlags.Access | KeyFlags.Update;

    /// <summary>SET reads its key only when GET is among the options.</summary>
    public static bool Set(in Request request, List<KeyPosition> keys)
    {
        var reads = false;
        for (var i = 3; i < request.Count; i++)
            reads |= Is(request[i], "get"u8);

        return Add(request, keys, 1, reads ? ReadsAndUpdates : KeyFlags.OW | KeyFlags.Update);
    }

    /// <summary>BITFIELD reads only, if all its operations are GET; arguments that do not fit count as writes.</summary>
    public static bool BitField(in Request request, List<KeyPosition> keys)
    {
        var readOnly = true;
        for (var i = 2; i < request.Count && readOnly; i++)
        {
            var rest = request.Count - i - 1;
            if (Is(request[i], "get"u8) && rest >= 2)
                i += 2;
            else if (Is(request[i], "overflow"u8) && rest >= 1)
                i++;
            else
                readOnly = false;
        }

        return Add(request, keys, 1, readOnly ? KeyFlags.RO | KeyFlags.Access : ReadsAndUpdates);
    }

    /// <summary>SORT reads its key, and writes that of the last STORE; those of BY and GET follow from the elements.</summary>
    public static bool Sort(in Request request, List<KeyPosition> keys)
    {
        var store = 0;
        for (var i = 2; i < request.Count; i++)
        {
            var rest = request.Count - i - 1;
            if (Is(request[i], "limit"u8))
                i += 2;
            else if (Is(request[i], "get"u8) || Is(request[i], "by"u8))
                i++;
            else if (Is(request[i], "store"u8) && rest >= 1)
                store = ++i;
        }

        return SortRo(request, keys) && (store == 0 || Add(request, keys, store, KeyFlags.OW | KeyFlags.Update));
    }

    /// <summary>SORT_RO reads its key; those of BY and GET follow from the elements.</summary>
    public static bool SortRo(in Request request, List<KeyPosition> keys) => Add(request, keys, 1, KeyFlags.RO | KeyFlags.Access);

    /// <summary>GEORADIUS reads its key, and writes that of STORE or STOREDIST.</summary>
    public static bool GeoRadius(in Request request, List<KeyPosition> keys) => Stores(request, keys, 6);

    /// <summary>GEORADIUSBYMEMBER reads its key, and writes that of STORE or STOREDIST.</summary>
    public static bool GeoRadiusByMember(in Request request, List<KeyPosition> keys) => Stores(request, keys, 5);

    /// <summary>MIGRATE names its key, or nothing and then KEYS with all that follows it. A word behind AUTH or AUTH2 is no option.</summary>
    public static bool Migrate(in Request request, List<KeyPosition> keys)
    {
        const int Named = 3;
        var first = Named;
        for (var i = 6; i < request.Count - 1 && first == Named; i++)
        {
            if (Is(request[i], "keys"u8))
                first = i + 1;
            else if (Is(request[i], "auth"u8))
                i++;
            else if (Is(request[i], "auth2"u8))
                i += 2;
        }

        if (first > Named && !request[Named].IsEmpty)
            return false;

        var last = first > Named ? request.Count - 1 : Named;
        for (var i = first; i <= last; i++)
            Add(request, keys, i, KeyFlags.RW | KeyFlags.Access | KeyFlags.Delete);

        return true;
    }

    // Redis tells of the first STORE and of the first STOREDIST as keys, and writes the last of all.
    private static bool Stores(in Request request, List<KeyPosition> keys, int options)
    {
        (int store, int storeDist, int last) = (0, 0, 0);
        for (var i = options; i < request.Count - 1; i++)
        {
            if (store == 0 && Is(request[i], "store"u8))
                store = i + 1;
            else if (storeDist == 0 && Is(request[i], "storedist"u8))
                storeDist = i + 1;
        }

        for (var i = options; i < request.Count - 1; i++)
        {
            if (Is(request[i], "store"u8) || Is(request[i], "storedist"u8))
                last = ++i;
        }

        const KeyFlags Writes = KeyFlags.OW | KeyFlags.Update;
        return Add(request, keys, 1, KeyFlags.RO | KeyFlags.Access)
            && (store == 0 || Add(request, keys, store, Writes))
            && (storeDist == 0 || Add(request, keys, storeDist, Writes))
            && (last == store || last == storeDist || Add(request, keys, last, Writes | KeyFlags.NotKey));
    }

    private static bool Add(in Request request, List<KeyPosition> keys, int index, KeyFlags flags)
    {
        if (index >= request.Count)
            return false;

        keys.Add(new KeyPosition(index, flags));
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(argument, word);
}
