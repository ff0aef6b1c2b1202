namespace Pika.Actors.Tracking;

/// <summary>How a client wants to hear of changed keys: what CLIENT TRACKING ON has said last. Never changed, only replaced.</summary>
public sealed record TrackingMode
{
    /// <summary>BCAST: of all keys under its prefixes, whether it has read them or not.</summary>
    public bool Broadcast { get; init; }

    /// <summary>OPTIN: only of keys read by the command after CLIENT CACHING YES.</summary>
    public bool OptIn { get; init; }

    /// <summary>OPTOUT: not of keys read by the command after CLIENT CACHING NO.</summary>
    public bool OptOut { get; init; }

    /// <summary>NOLOOP: not of keys that it has changed itself.</summary>
    public bool NoLoop { get; init; }

    /// <summary>REDIRECT: the id of the client that is told in its stead; 0 for itself.</summary>
    public long Redirect { get; init; }

    /// <summary>Whether the keys of a command that reads are remembered.</summary>
    /// <param name="cachingGiven">CLIENT CACHING was said for it.</param>
    public bool Remembers(bool cachingGiven) => !Broadcast && (!OptIn || cachingGiven) && !(OptOut && cachingGiven);
}
