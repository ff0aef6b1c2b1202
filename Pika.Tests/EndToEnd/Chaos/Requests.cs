using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>Operations as requests.</summary>
internal static class Requests
{
    /// <summary>The bytes of an operation.</summary>
    /// <param name="fence">
    /// The key that a read increments in the same transaction, so that it is answered only when replicas have all that it may have seen; null: it is a plain read. A replica refuses such a read.
    /// </param>
    public static byte[] Of(OperationKind kind, string key, string? argument, string? fence)
    {
        string[] words = kind switch
        {
            OperationKind.Set => ["SET", key, argument!],
            OperationKind.Add => ["INCRBY", key, argument!],
            OperationKind.Delete => ["DEL", key],
            OperationKind.Append => ["RPUSH", key, argument!],
            OperationKind.GetList => ["LRANGE", key, "0", "-1"],
            _ => ["GET", key],
        };
        return fence is null || !IsRead(kind)
            ? RespClient.Encode(words)
            :
            [
                .. RespClient.Encode("MULTI"),
                .. RespClient.Encode(words),
                .. RespClient.Encode("INCR", fence),
                .. RespClient.Encode("EXEC"),
            ];
    }

    /// <summary>Whether the operation changes nothing.</summary>
    public static bool IsRead(OperationKind kind) => kind is OperationKind.Get or OperationKind.GetList;
}

/// <summary>What the answers to <see cref="Requests"/> say.</summary>
internal static class Replies
{
    /// <summary>Reads the answers to an operation.</summary>
    public static async Task<(Outcome Outcome, string? Result)> Read(RespClient client, OperationKind kind, bool isConfirmed)
    {
        if (!isConfirmed || !Requests.IsRead(kind))
            return Of(kind, await client.Read());

        string begun = await client.Read();
        await client.Read();
        await client.Read();
        string done = await client.Read();
        if (begun != "+OK\r\n" || !done.StartsWith("*2\r\n", StringComparison.Ordinal))
            return (Outcome.Failed, done.TrimEnd());

        // The last line is what the fence has counted; an error there says that the read is not confirmed.
        int fence = done.LastIndexOf("\r\n", done.Length - 3, StringComparison.Ordinal) + 2;
        return done[fence] == ':' ? Of(kind, done[4..fence]) : (Outcome.Failed, done.TrimEnd());
    }

    /// <summary>What one answer says.</summary>
    public static (Outcome Outcome, string? Result) Of(OperationKind kind, string reply)
    {
        if (reply.StartsWith('-'))
            return (IsRefusal(reply) ? Outcome.Failed : Outcome.Indeterminate, reply.TrimEnd());

        string[] lines = reply.Split("\r\n");
        return kind switch
        {
            OperationKind.Get => (Outcome.Ok, lines[0] == "$-1" ? null : lines[1]),
            OperationKind.GetList => (
                Outcome.Ok,
                string.Join(' ', Enumerable.Range(1, int.Parse(lines[0][1..])).Select(i => lines[2 * i]))
            ),
            OperationKind.Add or OperationKind.Append => (Outcome.Ok, lines[0][1..]),
            _ => (Outcome.Ok, null),
        };
    }

    // Errors after which the operation has not happened and will not. Others say so little, or say that it is in the log.
    private static bool IsRefusal(string error) =>
        error.StartsWith("-READONLY", StringComparison.Ordinal)
        || error.StartsWith("-LOADING", StringComparison.Ordinal)
        || error.StartsWith("-MASTERDOWN", StringComparison.Ordinal)
        || error.StartsWith("-NOREPLICAS Not enough", StringComparison.Ordinal)
        || (error.StartsWith("-MISCONF", StringComparison.Ordinal) && !error.Contains("takes effect", StringComparison.Ordinal));
}
