using System.Text;

namespace Pika.Protocol;

/// <summary>Finds the keys among the arguments of a request.</summary>
public static class CommandKeys
{
    /// <summary>
    /// The keys of a command that has them at fixed places, which most have: no search and no list. False for a command without keys, one whose
    /// arguments say where its keys are, and a request too short for its keys.
    /// </summary>
    public static bool TryGetRange(CommandSpec spec, int count, out KeyRange range)
    {
        var last = spec.LastKey >= 0 ? spec.LastKey : count + spec.LastKey;
        range = new KeyRange(spec.FirstKey, last, spec.KeyStep);
        return spec.FirstKey > 0 && !spec.Is(CommandFlags.MovableKeys) && last >= spec.FirstKey && last < count;
    }

    /// <summary>
    /// Fills <paramref name="keys"/>, emptied first, with all keys of <paramref name="request"/>, and with what is none but needs its shard
    /// (<see cref="KeyFlags.NotKey"/>). False when the arguments do not fit, which the command
    /// itself will then report; a command that has no keys is no failure.
    /// </summary>
    public static bool Positions(CommandSpec spec, in Request request, List<KeyPosition> keys)
    {
        keys.Clear();
        var found = spec.KeyRule is { } rule ? rule(request, keys) : BySpecs(spec, request, keys);
        if (!found)
            keys.Clear();

        return found;
    }

    private static bool BySpecs(CommandSpec spec, in Request request, List<KeyPosition> keys)
    {
        foreach (var key in spec.Keys)
        {
            if (!key.Flags.HasFlag(KeyFlags.NotKey) && !TryAdd(key, request, keys))
                return false;
        }

        return true;
    }

    private static bool TryAdd(KeySpec key, in Request request, List<KeyPosition> keys)
    {
        var begin = BeginOf(key, request);
        if (begin <= 0 || !TryGetEnds(key, request, begin, out var first, out var last))
            return false;

        // A count of no keys is right for the commands that need none.
        if (last < first)
            return key.Extent == KeyExtent.Count && last == first - 1;

        if (last >= request.Count)
            return false;

        for (var i = first; i <= last; i += key.Step)
            keys.Add(new KeyPosition(i, key.Flags));

        return !key.Flags.HasFlag(KeyFlags.Incomplete);
    }

    private static int BeginOf(KeySpec key, in Request request)
    {
        if (key.Search == KeySearch.Index)
            return key.Begin;

        if (key.Keyword is null)
            return 0;

        var forwards = key.Begin > 0;
        var step = forwards ? 1 : -1;
        for (var i = forwards ? key.Begin : request.Count + key.Begin; i >= 1 && i < request.Count; i += step)
        {
            if (Ascii.EqualsIgnoreCase(request[i], key.Keyword))
                return i + 1;
        }

        return 0;
    }

    private static bool TryGetEnds(KeySpec key, in Request request, int begin, out int first, out int last)
    {
        first = begin;
        last = 0;
        switch (key.Extent)
        {
            case KeyExtent.Range when key.Last >= 0:
                last = begin + key.Last;
                return true;
            case KeyExtent.Range:
                last = key.Limit > 1 ? begin + ((request.Count - begin) / key.Limit) + key.Last : request.Count + key.Last;
                return true;
            case KeyExtent.Count:
                var counter = begin + key.Last;
                if (
                    counter >= request.Count
                    || !Numbers.TryParseInt64(request[counter], out var count)
                    || count is < 0 or > int.MaxValue / 2
                )
                    return false;

                first = begin + key.First;
                last = first + (((int)count - 1) * key.Step);
                return true;
            default:
                return false;
        }
    }
}
