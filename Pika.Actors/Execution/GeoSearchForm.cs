namespace Pika.Actors.Execution;

/// <summary>What one of the commands that search for places takes.</summary>
internal sealed class GeoSearchForm
{
    public static readonly GeoSearchForm Search = new() { IsSearch = true, Options = 2 };

    public static readonly GeoSearchForm SearchStore = new()
    {
        IsSearch = true,
        Source = 2,
        Destination = 1,
        Options = 3,
    };

    public static readonly GeoSearchForm Radius = new() { Options = 6, MayStore = true };

    public static readonly GeoSearchForm RadiusReadOnly = new() { Options = 6 };

    public static readonly GeoSearchForm RadiusByMember = new()
    {
        Options = 5,
        ByMember = true,
        MayStore = true,
    };

    public static readonly GeoSearchForm RadiusByMemberReadOnly = new() { Options = 5, ByMember = true };

    /// <summary>GEOSEARCH or GEOSEARCHSTORE: middle and shape are options.</summary>
    public bool IsSearch { get; private init; }

    /// <summary>Of the others: the middle is a member.</summary>
    public bool ByMember { get; private init; }

    /// <summary>Of the others: STORE and STOREDIST are options.</summary>
    public bool MayStore { get; private init; }

    /// <summary>Which argument is the key to search.</summary>
    public int Source { get; private init; } = 1;

    /// <summary>Which argument is the key to write; 0: none, unless an option says so.</summary>
    public int Destination { get; private init; }

    /// <summary>The first option.</summary>
    public int Options { get; private init; }
}
