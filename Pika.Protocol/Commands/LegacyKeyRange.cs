namespace Pika.Protocol;

/// <summary>
/// The first-last-step form of a command's keys, which older clients route by. It is made of the specs that are plain ranges and follow each other;
/// any other spec makes the command "movable": the form then misses keys.
/// </summary>
internal static class LegacyKeyRange
{
    public static (int First, int Last, int Step, bool Movable) Of(ReadOnlySpan<KeySpec> specs)
    {
        if (specs.Length == 1 && IsRange(specs[0]))
            return (specs[0].Begin, LastOf(specs[0]), specs[0].Step, IsIncomplete(specs[0]));

        var first = 0;
        var last = 0;
        var movable = false;
        foreach (var spec in specs)
        {
            var follows = last == 0 || last == spec.Begin - 1;
            if (!IsRange(spec) || spec.Step != 1 || !follows || IsIncomplete(spec))
            {
                movable = true;
                continue;
            }

            first = first == 0 ? spec.Begin : Math.Min(first, spec.Begin);
            last = (int)Math.Max((uint)last, (uint)LastOf(spec));
        }

        return (first, last, first == 0 ? 0 : 1, movable);
    }

    private static bool IsRange(KeySpec spec) => spec is { Search: KeySearch.Index, Extent: KeyExtent.Range };

    private static bool IsIncomplete(KeySpec spec) => spec.Flags.HasFlag(KeyFlags.Incomplete);

    private static int LastOf(KeySpec spec) => spec.Last >= 0 ? spec.Begin + spec.Last : spec.Last;
}
