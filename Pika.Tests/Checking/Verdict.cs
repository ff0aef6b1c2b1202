namespace Pika.Tests.Checking;

/// <summary>What a check has found.</summary>
/// <param name="Holds">Whether the history is one that a store may have; null: the check has given up.</param>
/// <param name="Explanation">For people: what is wrong, and the part of the history that shows it; empty if nothing is.</param>
internal sealed record Verdict(bool? Holds, string Explanation)
{
    /// <summary>Nothing is wrong.</summary>
    public static Verdict Fine { get; } = new(true, "");

    /// <summary>Something is wrong.</summary>
    /// <param name="problem">What, in a sentence.</param>
    /// <param name="excerpt">The operations that show it.</param>
    public static Verdict Violation(string problem, IEnumerable<Operation> excerpt) =>
        new(false, $"{problem}\n{string.Join('\n', excerpt.Select(operation => "    " + operation))}");

    /// <summary>It was too much to look at.</summary>
    public static Verdict GivenUp(string why) => new(null, why);
}
