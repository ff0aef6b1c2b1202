using System.Globalization;

namespace Pika.Tests.Checking;

/// <summary>What a client asked of a key.</summary>
public enum OperationKind
{
    /// <summary>Sets the value to the argument.</summary>
    Set,

    /// <summary>Adds the argument, a number, to the value, which is 0 if there is none; the result is the sum.</summary>
    Add,

    /// <summary>Removes the value, alone or with all others: DEL, FLUSHDB, FLUSHALL.</summary>
    Delete,

    /// <summary>Reads the value; no result: there is none.</summary>
    Get,

    /// <summary>Adds the argument, which nobody else adds, at the end of a list.</summary>
    Append,

    /// <summary>Reads a list; the result are its elements, with blanks between.</summary>
    GetList,
}

/// <summary>What a client knows of an operation.</summary>
public enum Outcome
{
    /// <summary>It was answered, and so has happened between its call and its answer.</summary>
    Ok,

    /// <summary>It was refused in a way that says that it has not happened and will not.</summary>
    Failed,

    /// <summary>There was no answer, or one that leaves it open: it may have happened, may happen later, or never.</summary>
    Indeterminate,
}

/// <summary>One operation of a client on one key.</summary>
/// <param name="Number">Its place among the operations of its history.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Called">When it was asked, in steps of the history's clock: it happened after this.</param>
internal sealed record Operation(int Number, int Client, string Key, OperationKind Kind, string? Argument, long Called)
{
    /// <summary>When it was answered, in the same steps: it happened before this. The greatest number there is as long as it is not answered.</summary>
    public long Returned { get; init; } = long.MaxValue;

    /// <summary>What the client knows of it.</summary>
    public Outcome Outcome { get; init; } = Outcome.Indeterminate;

    /// <summary>What was answered; for a read the value, null if there is none.</summary>
    public string? Result { get; init; }

    /// <summary>When it was asked and answered for people, in milliseconds from the beginning; of no weight in a check.</summary>
    public double CalledMs { get; init; }

    /// <inheritdoc cref="CalledMs"/>
    public double ReturnedMs { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it changes nothing.</summary>
    public bool IsRead => Kind is OperationKind.Get or OperationKind.GetList;

    /// <inheritdoc/>
    public override string ToString()
    {
        var answer = Outcome switch
        {
            Outcome.Ok => $"-> {Result ?? "nil"}",
            Outcome.Failed => $"refused: {Result}",
            _ => $"may have happened{(Result is null ? "" : $": {Result}")}",
        };
        var end = double.IsPositiveInfinity(ReturnedMs) ? "..." : ReturnedMs.ToString("F1", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CalledMs, 9:F1} - {end, 9} ms  client {Client, 2}  {Kind} {Key} {Argument} {answer}"
        );
    }
}
