namespace Pika.Benchmarks.Costs;

/// <summary>How a command's cost grows with the size of the value, as docs/costs.md has it.</summary>
internal enum Growth
{
    Constant,
    Logarithmic,
    Linear,
}
