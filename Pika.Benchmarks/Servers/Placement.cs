using System.Diagnostics;
using System.Globalization;

namespace Pika.Benchmarks.Servers;

/// <summary>Which processors of the machine a program may use.</summary>
/// <param name="Processors">As taskset takes them; null for all.</param>
internal sealed record Placement(string? Processors)
{
    /// <summary>All processors.</summary>
    public static readonly Placement Anywhere = new((string?)null);

    /// <summary>The last processor.</summary>
    public static Placement Last { get; } = new((Environment.ProcessorCount - 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>All processors but the last; that one too if it is the only one.</summary>
    public static Placement AllButLast { get; } =
        new(string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, Environment.ProcessorCount - 2)}"));

    /// <summary>What starts a program there, with its output to be read.</summary>
    public ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        Processors is null
            ? new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }
            : new ProcessStartInfo("taskset", ["-c", Processors, program, .. arguments]) { RedirectStandardOutput = true };
}
