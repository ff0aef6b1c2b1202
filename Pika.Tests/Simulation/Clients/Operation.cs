namespace Pika.Tests.Simulated.Clients;

/// <summary>What a client has asked for, and what came of it.</summary>
internal sealed record Operation(int Client, OperationKind Kind, string Key, string Value, TimeSpan Invoked)
{
    /// <summary>When the reply came; the end of time while none has.</summary>
    public TimeSpan Returned { get; set; } = TimeSpan.MaxValue;

    public OperationOutcome Outcome { get; set; } = OperationOutcome.Unknown;

    /// <summary>What was read.</summary>
    public IReadOnlyList<string> Read { get; set; } = [];

    public override string ToString() =>
        $"client {Client}: {Kind} {Key} {Value} [{Invoked.TotalMilliseconds:F1}, {Returned.TotalMilliseconds:F1}] {Outcome}";
}

internal enum OperationKind
{
    /// <summary>RPUSH of a value that nobody else writes.</summary>
    Append,

    /// <summary>LRANGE of a whole list.</summary>
    ReadList,

    /// <summary>Two INCR in a MULTI.</summary>
    IncrementPair,

    /// <summary>Both counters of a pair, at any node.</summary>
    ReadPair,

    /// <summary>LRANGE of a whole list, at any node.</summary>
    ReadReplica,

    /// <summary>Anything else: it makes rows, and is checked by their digest.</summary>
    Mixed,
}

internal enum OperationOutcome
{
    /// <summary>Nobody can know whether it was executed.</summary>
    Unknown,

    /// <summary>It was executed.</summary>
    Done,

    /// <summary>It was refused.</summary>
    Refused,
}
