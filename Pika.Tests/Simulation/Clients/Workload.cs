using System.Globalization;
using Akka.Dispatch.Deterministic;
using Pika.Actors.Network;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Simulated.Checks;

namespace Pika.Tests.Simulated.Clients;

/// <summary>Clients that write and read at the present master, each with one operation at a time, until they are told to end.</summary>
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
    public const int Pairs = 2;

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

    private readonly List<Operation> _operations = [];
    private int _values;
    private int _running;

    /// <summary>All operations, in the order in which they were begun.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Whether clients shall begin no more operations.</summary>
    public bool IsEnding { get; set; }

    public bool HasEnded => _running == 0;

    /// <summary>Operations whose outcome is known to be good.</summary>
    public int Done { get; private set; }

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

    private async Task OperateAsync(SimulatedClient client, SimulatedClient mixed, int number)
    {
        var value = (++_values).ToString(CultureInfo.InvariantCulture);
        var (kind, key, commands) = Choose(value);
        var operation = new Operation(number, kind, key, value, process.Simulation.Elapsed);
        _operations.Add(operation);
        try
        {
            Note(operation, await (kind == OperationKind.Mixed ? mixed : client).AskAsync(ServerFor(kind), Patience, commands));
        }
        catch (ConnectionRefusedException)
        {
            operation.Outcome = OperationOutcome.Refused;
            await Task.Delay(TimeSpan.FromMilliseconds(100), process.Time);
        }
    }

    // Some reads go to any node.
    private string ServerFor(OperationKind kind) =>
        kind is OperationKind.ReadReplica || (kind is OperationKind.ReadPair && random.Next(2) == 0)
            ? machines[random.Next(machines.Count)]
            : master();

    private void Note(Operation operation, RespTree? reply)
    {
        operation.Returned = process.Simulation.Elapsed;
        if (reply is null)
        {
            operation.Returned = TimeSpan.MaxValue;
            return;
        }

        if (reply.Type == '-')
        {
            var isOpen = reply.Text!.Contains(Open, StringComparison.Ordinal);
            operation.Outcome = isOpen ? OperationOutcome.Unknown : OperationOutcome.Refused;
            if (isOpen)
                operation.Returned = TimeSpan.MaxValue;
            history.Sometimes("refused: " + reply.Text!.Split(' ')[0]);
            return;
        }

        operation.Outcome = OperationOutcome.Done;
        operation.Read = [.. reply.Items.Select(item => item.Text ?? "")];
        Done++;
    }

    private (OperationKind Kind, string Key, string[][] Commands) Choose(string value)
    {
        var list = "list:" + random.Next(Lists);
        var pair = "{pair:" + random.Next(Pairs) + "}";
        return random.Next(20) switch
        {
            < 6 => (
                OperationKind.Append,
                list,
                [
                    ["RPUSH", list, value],
                ]
            ),
            < 8 => (
                OperationKind.ReadList,
                list,
                [
                    ["LRANGE", list, "0", "-1"],
                ]
            ),
            < 9 => (
                OperationKind.ReadReplica,
                list,
                [
                    ["LRANGE", list, "0", "-1"],
                ]
            ),
            < 12 => (
                OperationKind.IncrementPair,
                pair,
                [
                    ["MULTI"],
                    ["INCR", pair + ":a"],
                    ["INCR", pair + ":b"],
                    ["EXEC"],
                ]
            ),
            < 14 => (
                OperationKind.ReadPair,
                pair,
                [
                    ["MGET", pair + ":a", pair + ":b"],
                ]
            ),
            _ => Mixed(value),
        };
    }

    private (OperationKind, string, string[][]) Mixed(string value)
    {
        var words = Mixtures[random.Next(Mixtures.Length)];
        return (
            OperationKind.Mixed,
            words[1],
            [
                [.. words.Select(word => word.Replace("#", value, StringComparison.Ordinal))],
            ]
        );
    }
}
