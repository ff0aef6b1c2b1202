using System.Globalization;
using Akka.Dispatch.Deterministic;
using Pika.Actors.Network;
using Pika.Tests.Checking;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Checks;

namespace Pika.Tests.Simulated.Clients;

/// <summary>
/// Clients that write and read at the present master, each with one operation at a time, until they are told to end. Some reads go to any node. What is asked of lists, registers and counters
/// is recorded; pairs are compared at once; the rest makes rows, which are checked by their digest.
/// </summary>
internal sealed class Workload(
    SimulatedProcess process,
    Func<string, IOutbound> network,
    Func<string> master,
    IReadOnlyList<string> machines,
    Random random,
    RunHistory history
)
{
    /// <summary>Lists and pairs, which are checked one by one, are in this database; the others are flushed and swapped.</summary>
    public const int CheckedDatabase = 1;

    public const int Lists = 3;

    /// <summary>Keys that expire some time, by the master's clock.</summary>
    public const int TimedKeys = 3;

    private const int Pairs = 2;
    private const int Registers = 2;
    private const int Counters = 2;

    /// <summary>Errors with these words leave open whether the write will have been: it may reach others, or be undone by a failover.</summary>
    private const string Open = "is in the binlog";

    /// <summary>A client gives a server up that does not answer in this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[][] Mixtures =
    [
        ["SET", "mixed:a", "#"],
        ["SET", "mixed:b", "#", "PX", "400"],
        ["INCRBY", "mixed:n", "3"],
        ["HSET", "mixed:h", "f#", "v"],
        ["HINCRBY", "mixed:h", "n", "1"],
        ["SADD", "mixed:s", "#"],
        ["SPOP", "mixed:s"],
        ["ZADD", "mixed:z", "#", "m#"],
        ["ZINCRBY", "mixed:z", "2", "m"],
        ["ZPOPMIN", "mixed:z"],
        ["PEXPIRE", "mixed:h", "300"],
        ["DEL", "mixed:z"],
        ["LPUSH", "mixed:l", "#"],
        ["LPOP", "mixed:l"],
        ["XADD", "mixed:x", "*", "f", "#"],
        ["MSET", "mixed:a", "#", "mixed:c", "#", "mixed:d", "#"],
        ["RENAME", "mixed:a", "mixed:e"],
        ["APPEND", "mixed:e", "#"],
    ];

    private readonly History _asked = new(() => process.Simulation.Elapsed.TotalMilliseconds);
    private readonly History _askedElsewhere = new(() => process.Simulation.Elapsed.TotalMilliseconds);
    private int _values;
    private int _running;

    /// <summary>What was asked of masters.</summary>
    public History Asked => _asked;

    /// <summary>What was read at any node.</summary>
    public History AskedElsewhere => _askedElsewhere;

    /// <summary>All operations.</summary>
    public int Count => _values;

    /// <summary>Operations that were done.</summary>
    public int Done { get; private set; }

    /// <summary>Whether clients shall begin no more operations.</summary>
    public bool IsEnding { get; set; }

    public bool HasEnded => _running == 0;

    public void Start(int clients)
    {
        _running = clients;
        for (var i = 0; i < clients; i++)
        {
            var number = i;
            process.Post(() => _ = RunAsync(number));
        }
    }

    private async Task RunAsync(int number)
    {
        using var client = new SimulatedClient(network($"client{number}"), process, CheckedDatabase);
        using var mixed = new SimulatedClient(network($"client{number}"), process);
        var pause = random.Next(5, 80);
        while (!IsEnding)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * pause), process.Time);
            await OperateAsync(client, mixed, number);
        }

        _running--;
    }

    private Task OperateAsync(SimulatedClient client, SimulatedClient mixed, int number)
    {
        var value = (++_values).ToString(CultureInfo.InvariantCulture);
        var (list, register, counter) = (
            $"list:{random.Next(Lists)}",
            $"register:{random.Next(Registers)}",
            $"counter:{random.Next(Counters)}"
        );
        var pair = $"{{pair:{random.Next(Pairs)}}}";
        return random.Next(24) switch
        {
            < 6 => WriteAsync(client, number, list, OperationKind.Append, value, "RPUSH", list, value),
            < 8 => ReadAsync(client, number, _asked, master(), list, OperationKind.GetList, "LRANGE", list, "0", "-1"),
            < 9 => ReadAsync(client, number, _askedElsewhere, AnyNode(), list, OperationKind.GetList, "LRANGE", list, "0", "-1"),
            < 11 => WriteAsync(client, number, register, OperationKind.Set, value, "SET", register, value),
            < 12 => ReadAsync(client, number, _asked, master(), register, OperationKind.Get, "GET", register),
            < 13 => WriteAsync(client, number, counter, OperationKind.Add, "1", "INCR", counter),
            < 14 => ReadAsync(client, number, _asked, master(), counter, OperationKind.Get, "GET", counter),
            < 16 => AskAsync(client, master(), ["MULTI"], ["INCR", pair + ":a"], ["INCR", pair + ":b"], ["EXEC"]),
            < 18 => ReadPairAsync(client, pair),
            < 19 => random.Next(3) == 0 ? FlushAsync(mixed, value) : AskAsync(client, master(), Timed(value)),
            _ => AskAsync(mixed, master(), Mixture(value)),
        };
    }

    private string AnyNode() => machines[random.Next(machines.Count)];

    private async Task WriteAsync(
        SimulatedClient client,
        int number,
        string key,
        OperationKind kind,
        string argument,
        params string[] command
    )
    {
        var operation = _asked.Begin(number, key, kind, argument);
        var (outcome, reply) = await AskAsync(client, master(), command);
        _asked.End(operation, outcome, outcome == Outcome.Ok && kind != OperationKind.Set ? reply!.Text : null);
    }

    private async Task ReadAsync(
        SimulatedClient client,
        int number,
        History record,
        string server,
        string key,
        OperationKind kind,
        params string[] command
    )
    {
        var operation = record.Begin(number, key, kind);
        var (outcome, reply) = await AskAsync(client, server, command);
        var result = kind == OperationKind.GetList ? string.Join(' ', reply?.Items.Select(item => item.Text) ?? []) : reply?.Text;
        record.End(operation, outcome, result);
    }

    // Two INCR in a MULTI have made both: whoever reads them, anywhere, sees both or none.
    private async Task ReadPairAsync(SimulatedClient client, string pair)
    {
        var server = random.Next(2) == 0 ? master() : AnyNode();
        var (outcome, reply) = await AskAsync(client, server, ["MGET", pair + ":a", pair + ":b"]);
        if (outcome == Outcome.Ok && reply!.Items[0].Text != reply.Items[1].Text)
            history.Violate("transactions", $"{server} shows half a MULTI: {pair} is {reply}");
    }

    // In a database of its own.
    private async Task FlushAsync(SimulatedClient client, string value)
    {
        var server = master();
        var (outcome, reply) = await AskAsync(
            client,
            server,
            ["MULTI"],
            ["SELECT", "3"],
            ["SET", "flush:a", value],
            ["SET", "flush:b", value],
            ["FLUSHDB"],
            ["DBSIZE"],
            ["SELECT", "0"],
            ["EXEC"]
        );
        if (outcome == Outcome.Ok && reply!.Items is [_, _, _, _, var size, _] && size.Text != "0")
            history.Violate("flush", $"{server} has {size} keys behind a FLUSHDB that has succeeded");
    }

    // The clocks of machines that jump have it expire on the one that is the master at the end, and nowhere else.
    private string[] Timed(string value) => ["SET", $"timed:{random.Next(TimedKeys)}", value, "EX", $"{random.Next(60, 3600)}"];

    private async Task<(Outcome Outcome, RespTree? Reply)> AskAsync(SimulatedClient client, string server, params string[][] commands)
    {
        try
        {
            var reply = await client.AskAsync(server, Patience, commands);
            var outcome = OutcomeOf(reply);
            Done += outcome == Outcome.Ok ? 1 : 0;
            return (outcome, reply);
        }
        catch (ConnectionRefusedException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), process.Time);
            return (Outcome.Failed, null);
        }
    }

    private Outcome OutcomeOf(RespTree? reply)
    {
        if (reply is not { Type: '-', Text: { } error })
            return reply is null ? Outcome.Indeterminate : Outcome.Ok;
        history.Sometimes("refused: " + error.Split(' ')[0]);
        return error.Contains(Open, StringComparison.Ordinal) ? Outcome.Indeterminate : Outcome.Failed;
    }

    private string[] Mixture(string value) =>
        [.. Mixtures[random.Next(Mixtures.Length)].Select(word => word.Replace("#", value, StringComparison.Ordinal))];
}
