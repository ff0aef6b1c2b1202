namespace Pika.Protocol;

/// <summary>What a command is and when it may run: Redis's command flags, in the order in which COMMAND prints them.</summary>
[Flags]
public enum CommandFlags
{
    /// <summary>None of the below.</summary>
    None = 0,

    /// <summary>May change data: refused on a replica and on a full disk.</summary>
    Write = 1 << 0,

    /// <summary>Returns data of keys and changes none.</summary>
    ReadOnly = 1 << 1,

    /// <summary>May need more space: refused when there is none.</summary>
    DenyOom = 1 << 2,

    /// <summary>For operators: @admin and @dangerous.</summary>
    Admin = 1 << 3,

    /// <summary>Belongs to publish/subscribe.</summary>
    PubSub = 1 << 4,

    /// <summary>Not callable from scripts.</summary>
    NoScript = 1 << 5,

    /// <summary>May hold the client until another one acts.</summary>
    Blocking = 1 << 6,

    /// <summary>Allowed while the server loads its data.</summary>
    Loading = 1 << 7,

    /// <summary>Allowed on a replica that has lost its master and serves no stale data.</summary>
    Stale = 1 << 8,

    /// <summary>Not shown to MONITOR.</summary>
    SkipMonitor = 1 << 9,

    /// <summary>Not recorded in the slow log.</summary>
    SkipSlowLog = 1 << 10,

    /// <summary>Accepted by a cluster node for an importing slot without ASKING.</summary>
    Asking = 1 << 11,

    /// <summary>Constant or logarithmic time.</summary>
    Fast = 1 << 12,

    /// <summary>Allowed before authentication.</summary>
    NoAuth = 1 << 13,

    /// <summary>Keys are optional in spite of key specs that begin with a count.</summary>
    NoMandatoryKeys = 1 << 14,

    /// <summary>Refused inside MULTI.</summary>
    NoMulti = 1 << 15,

    /// <summary>Refused while a replica swaps in a new data set.</summary>
    NoAsyncLoading = 1 << 16,

    /// <summary>The first-last-step form does not give all keys; derived from the key specs.</summary>
    MovableKeys = 1 << 17,

    /// <summary>Allowed while a script that takes too long is running.</summary>
    AllowBusy = 1 << 18,

    /// <summary>COMMAND DOCS marks it as internal: sent by servers, not by users.</summary>
    SystemCommand = 1 << 19,
}
