using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Crash;

/// <summary>
/// A client that writes to keys of its own until the server dies: single commands, pipelines and transactions that write a pair of
/// keys, which must never be seen torn.
/// </summary>
internal sealed class CrashWriter(int number, int seed, CrashModel model)
{
    private const int KeyCount = 60;

    private readonly Random _random = new(seed);
    private readonly int _database = number % 3;
    private int _written;

    /// <summary>The two keys of a writer's transactions: equal after each of them.</summary>
    public static (string Left, string Right) Pair(int number) => ($"w{number}:pair:left", $"w{number}:pair:right");

    /// <summary>How many writes were acknowledged so far.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Writes until the connection breaks. Returns what the server answered wrongly, or null.</summary>
    public async Task<string?> Run(ServerProcess server)
    {
        RespClient client;
        try
        {
            client = await server.Connect();
            await client.Call("SELECT", _database.ToString());
        }
        catch (Exception error) when (IsBroken(error))
        {
            return null;
        }

        using (client)
        {
            while (true)
            {
                var (writes, failure, broken) = _random.Next(5) == 0 ? await Transaction(client) : await Pipeline(client);
                foreach (var write in writes)
                    model.LeaveOpen(write);
                if (failure is not null || broken)
                    return failure;
            }
        }
    }

    // What was sent and not answered, what was answered wrongly, and whether the connection is gone.
    private async Task<(IReadOnlyList<Write> Open, string? Failure, bool Broken)> Pipeline(RespClient client)
    {
        var open = new Queue<Write>(Enumerable.Range(0, _random.Next(3) == 0 ? _random.Next(2, 12) : 1).Select(_ => Next()));
        try
        {
            await client.Send(open.SelectMany(write => RespClient.Encode(write.Command)).ToArray());
            while (open.TryPeek(out var write))
            {
                var reply = await client.Read();
                if (reply.StartsWith('-'))
                    return ([], $"{string.Join(' ', write.Command)}: {reply}", false);
                model.Acknowledge(open.Dequeue());
                Acknowledged++;
            }

            return ([], null, false);
        }
        catch (Exception error) when (IsBroken(error))
        {
            return ([.. open], null, true);
        }
    }

    private async Task<(IReadOnlyList<Write> Open, string? Failure, bool Broken)> Transaction(RespClient client)
    {
        var value = $"{number}-{_written++}";
        var (left, right) = Pair(number);
        Write[] writes = [Set(left, value), Set(right, value)];
        try
        {
            string[][] commands =
            [
                ["MULTI"],
                writes[0].Command,
                writes[1].Command,
                ["EXEC"],
            ];
            await client.Send(commands.SelectMany(RespClient.Encode).ToArray());
            var reply = "";
            for (var i = 0; i < commands.Length; i++)
                reply = await client.Read();
            if (reply != "*2\r\n+OK\r\n+OK\r\n")
                return ([], $"EXEC: {reply}", false);
            foreach (var write in writes)
                model.Acknowledge(write);
            Acknowledged++;
            return ([], null, false);
        }
        catch (Exception error) when (IsBroken(error))
        {
            return (writes, null, true);
        }
    }

    private Write Next()
    {
        var key = $"w{number}:{_random.Next(KeyCount)}";
        var id = $"{number}-{_written++}";
        return _random.Next(10) switch
        {
            0 or 1 or 2 => Set(key, id + new string('x', _random.Next(4) == 0 ? _random.Next(5000) : _random.Next(100))),
            3 or 4 => Increment($"w{number}:counter:{_random.Next(8)}"),
            5 or 6 => new Write(_database, key, ["APPEND", key, id], state => new KeyState(state?.Value + id, state?.Expiry)),
            7 => Expire(key),
            8 => SetWithExpiry(key, id),
            _ => new Write(_database, key, ["DEL", key], _ => null),
        };
    }

    private Write Set(string key, string value) => new(_database, key, ["SET", key, value], _ => new KeyState(value, null));

    private Write SetWithExpiry(string key, string value)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 3_600_000 + _random.Next(1_000_000);
        return new Write(_database, key, ["SET", key, value, "PXAT", at.ToString()], _ => new KeyState(value, (at, at)));
    }

    private Write Increment(string key) =>
        new(_database, key, ["INCR", key], state => new KeyState((long.Parse(state?.Value ?? "0") + 1).ToString(), state?.Expiry));

    private Write Expire(string key)
    {
        var seconds = _random.Next(10_000, 20_000);
        var from = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + (seconds * 1000L);
        // The command is carried out within the time that a reply may take.
        var to = from + (long)RespClient.Timeout.TotalMilliseconds;
        return new Write(
            _database,
            key,
            ["EXPIRE", key, seconds.ToString()],
            state => state is null ? null : state with { Expiry = (from, to) }
        );
    }

    private static bool IsBroken(Exception error) => error is SocketException or IOException;
}
