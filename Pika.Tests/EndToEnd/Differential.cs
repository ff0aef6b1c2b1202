namespace Pika.Tests.EndToEnd;

/// <summary>Runs the same commands on Pika and on Redis and compares the bytes of the replies.</summary>
internal static class Differential
{
    /// <summary>
    /// Runs the commands one by one, each given as a line of words, on a fresh connection to each server after FLUSHALL, and
    /// returns what differs, a paragraph for each.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Compare(Servers servers, IEnumerable<string[]> commands)
    {
        using var pika = await servers.Pika.Connect();
        using var redis = await servers.Redis.Connect();
        await pika.Call("FLUSHALL");
        await redis.Call("FLUSHALL");
        var differences = new List<string>();
        foreach (var command in commands)
        {
            var expected = await redis.Call(command);
            var actual = await pika.Call(command);
            if (actual != expected)
                differences.Add($"{Show(command)}\n  Redis: {Reply.Render(expected)}\n  Pika:  {Reply.Render(actual)}");
        }

        var digests = (await redis.Call("DEBUG", "DIGEST"), await pika.Call("DEBUG", "DIGEST"));
        if (digests.Item1 != digests.Item2)
            differences.Add($"DEBUG DIGEST\n  Redis: {Reply.Render(digests.Item1)}\n  Pika:  {Reply.Render(digests.Item2)}");
        return differences;
    }

    private static string Show(string[] command) =>
        string.Join(' ', command.Select(word => word.Length <= 60 ? word : $"{word[..60]}... ({word.Length} bytes)"));
}
