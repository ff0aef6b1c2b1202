using System.Globalization;

namespace Pika.Benchmarks.Costs;

/// <summary>Makes the values that are measured: <c>e:0</c>, <c>e:1</c> and so on, many elements in a command and many commands in flight.</summary>
internal static class CostFill
{
    private const int InCommand = 100;
    private const int InFlight = 50;

    private static readonly string Chunk = new('x', 4096);

    /// <summary>Fills a key by a command that takes elements.</summary>
    /// <param name="element">The words of an element.</param>
    public static void Elements(RespConnection server, string command, CostKey key, Func<int, string[]> element)
    {
        var words = new List<string>();
        Pipeline(
            server,
            (key.Size + InCommand - 1) / InCommand,
            group =>
            {
                words.Clear();
                words.AddRange([command, key.Name]);
                for (int i = group * InCommand; i < Math.Min(key.Size, (group + 1) * InCommand); i++)
                {
                    words.AddRange(element(i));
                }

                return [.. words];
            }
        );
    }

    /// <summary>Fills a stream: element <c>i</c> has the id <c>i+1-0</c>.</summary>
    public static void Stream(RespConnection server, CostKey key) =>
        Pipeline(server, key.Size, i => ["XADD", key.Name, $"{Number(i + 1)}-0", "field", $"e:{Number(i)}"]);

    /// <summary>Fills a string in parts, so that it stands in chunks.</summary>
    public static void String(RespConnection server, CostKey key) =>
        Pipeline(
            server,
            (key.Size + Chunk.Length - 1) / Chunk.Length,
            part => ["APPEND", key.Name, Chunk[..Math.Min(Chunk.Length, key.Size - (part * Chunk.Length))]]
        );

    private static void Pipeline(RespConnection server, int commands, Func<int, string[]> command)
    {
        for (int start = 0; start < commands; start += InFlight)
        {
            int end = Math.Min(commands, start + InFlight);
            for (int i = start; i < end; i++)
            {
                server.Add(command(i));
            }

            server.Send();
            for (int i = start; i < end; i++)
            {
                server.Receive();
            }
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
