namespace Pika.Benchmarks.Costs;

/// <summary>One command whose time is compared between a value and one ten times as big.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Growth">How its cost grows by docs/costs.md.</param>
/// <param name="Request">The words of a call, from the key and the number of the call, which counts from 0.</param>
internal sealed record CostCase(string Name, Growth Growth, Func<CostKey, int, string[]> Request)
{
    /// <summary>Words to send before each call, outside of its time; null: none.</summary>
    public Func<CostKey, string[]>? Before { get; init; }
}
