namespace Pika.Tests.EndToEnd.Crash;

/// <summary>Reads a whole store back through its own commands, and loads a model into Redis.</summary>
internal static class CrashCheck
{
    private const int Databases = 16;

    /// <summary>All keys of all databases with value and expiry (-1 for none); fails if DBSIZE is not their number.</summary>
    public static async Task<Dictionary<(int Database, string Key), (string Value, long Expiry)>> ReadAll(RespClient client, string where)
    {
        var found = new Dictionary<(int, string), (string, long)>();
        for (var database = 0; database < Databases; database++)
        {
            await client.Call("SELECT", database.ToString());
            var keys = await Scan(client);
            (await client.Call("DBSIZE")).ShouldBe($":{keys.Count}\r\n", $"{where}: DBSIZE of db{database} is not what SCAN counts");
            foreach (var key in keys)
            {
                var value = BulkOf(await client.Call("GET", key));
                var expiry = long.Parse((await client.Call("PEXPIRETIME", key))[1..].TrimEnd());
                found[(database, key)] = (value, expiry);
            }
        }

        return found;
    }

    /// <summary>Makes Redis hold exactly what the model holds.</summary>
    public static async Task Load(RedisProcess redis, CrashModel model)
    {
        using var client = await redis.Connect();
        await client.Call("FLUSHALL");
        var selected = 0;
        foreach (var ((database, key), state) in model.Keys.OrderBy(entry => entry.Key.Database))
        {
            if (database != selected)
                await client.Call("SELECT", (selected = database).ToString());
            var reply = state.Expiry is { } range
                ? await client.Call("SET", key, state.Value, "PXAT", range.From.ToString())
                : await client.Call("SET", key, state.Value);
            reply.ShouldBe("+OK\r\n");
        }
    }

    private static async Task<HashSet<string>> Scan(RespClient client)
    {
        var keys = new HashSet<string>();
        var cursor = "0";
        do
        {
            var lines = (await client.Call("SCAN", cursor, "COUNT", "500")).Split("\r\n");
            cursor = lines[2];
            for (var i = 5; i < lines.Length; i += 2)
                keys.Add(lines[i]);
        } while (cursor != "0");

        return keys;
    }

    private static string BulkOf(string reply) => reply[(reply.IndexOf('\n') + 1)..^2];
}
