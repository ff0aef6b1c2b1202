namespace Pika.Benchmarks.Costs;

/// <summary>A key under measurement.</summary>
/// <param name="Name">The key.</param>
/// <param name="Size">The elements with which it was filled, or the bytes of a string; element <c>i</c> is <c>e:i</c>.</param>
internal sealed record CostKey(string Name, int Size);
