namespace Pika.Actors.Replication.Slaves;

/// <summary>What came of a replica's request, for INFO's counts.</summary>
internal enum Synced
{
    /// <summary>It goes on where it was.</summary>
    Partial,

    /// <summary>It could not go on where it was.</summary>
    PartialRefused,

    /// <summary>It is given all data anew; told once, however often its link breaks meanwhile.</summary>
    Full,
}
