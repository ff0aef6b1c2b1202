using System.Diagnostics;

namespace Pika.Benchmarks.Actors;

/// <summary>Runs a workload several rounds and prints the median throughput and what it allocated.</summary>
internal static class Measure
{
    private const int Rounds = 9;

    /// <summary>Rounds whose only purpose is that the compiler has seen everything.</summary>
    private const int WarmUps = 2;

    public static void Header() => Console.WriteLine($"{"", -44} {"M/s", 8} {"best", 8} {"cpu ns", 8} {"bytes", 8}");

    /// <param name="name">What is measured.</param>
    /// <param name="messages">Messages that one round sends.</param>
    /// <param name="round">One round; its task ends when the last message has been processed.</param>
    public static async Task Throughput(string name, int messages, Func<Task> round)
    {
        var rates = new List<double>();
        var bytes = new List<double>();
        var cpu = new List<double>();
        for (var i = 0; i < WarmUps + Rounds; i++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var used = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            await round();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            if (i < WarmUps)
                continue;
            rates.Add(messages / seconds);
            cpu.Add((Environment.CpuUsage.TotalTime - used).TotalNanoseconds / messages);
            bytes.Add((double)allocated / messages);
        }

        rates.Sort();
        bytes.Sort();
        cpu.Sort();
        Console.WriteLine(
            $"{name, -44} {rates[Rounds / 2] / 1e6, 8:F2} {rates[^1] / 1e6, 8:F2} {cpu[Rounds / 2], 8:F1} {bytes[Rounds / 2], 8:F2}"
        );
    }
}
