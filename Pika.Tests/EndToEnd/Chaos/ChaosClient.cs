using System.Net.Sockets;
using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>
/// A client that asks one thing at a time and records what it hears. Without an answer within its patience it leaves the connection, and does not know what became of what it has asked; now and
/// then it leaves at once.
/// </summary>
internal sealed class ChaosClient(int number, Workload workload, int seed)
{
    private const int AbandonsOneIn = 300;

    /// <summary>How long it waits for an answer: longer than most faults, shorter than some.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Random _random = new(seed);
    private RespClient? _connection;
    private int _values;

    /// <summary>Asks until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await workload.Pass(number, stop);
                await Task.Delay(_random.Next(1, 6), stop);
                await AskOnce();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            finally
            {
                workload.Passed(number);
            }
        }

        _connection?.Dispose();
    }

    private async Task AskOnce()
    {
        if (!await TryConnect())
            return;

        var (key, kind, argument) = Choose();
        int operation = workload.History.Begin(number, key, kind, argument);
        try
        {
            bool abandons = _random.Next(AbandonsOneIn) == 0;
            await _connection!.Send(Requests.Of(kind, key, argument, workload.ConfirmsReads ? $"fence:{number}" : null));
            if (abandons)
            {
                Leave();
                return;
            }

            var (outcome, result) = await Replies.Read(_connection, kind, workload.ConfirmsReads).WaitAsync(Patience);
            workload.History.End(operation, outcome, result);
            if (outcome != Outcome.Ok)
                Leave();
        }
        catch (Exception gone) when (gone is SocketException or IOException or TimeoutException or ObjectDisposedException)
        {
            workload.History.End(operation, Outcome.Indeterminate, gone.GetType().Name);
            Leave();
        }
    }

    private async Task<bool> TryConnect()
    {
        if (_connection is not null)
            return true;

        try
        {
            _connection = await RespClient.Connect(workload.MasterPort()).WaitAsync(Patience);
            if (IsOfLists && await _connection.Call("SELECT", "1").WaitAsync(Patience) != "+OK\r\n")
                Leave();
        }
        catch (Exception gone) when (gone is SocketException or IOException or TimeoutException)
        {
            Leave();
        }

        return _connection is not null;
    }

    private bool IsOfLists => Workload.IsOfLists(number);

    private (string Key, OperationKind Kind, string? Argument) Choose()
    {
        int chance = _random.Next(10);
        if (IsOfLists)
        {
            return chance < 8
                ? (workload.Lists.Next(_random), OperationKind.Append, Value())
                : (workload.Lists.Next(_random), OperationKind.GetList, null);
        }

        if (_random.Next(2) == 0)
            return (
                workload.Counters.Next(_random),
                chance < 6 ? OperationKind.Add : OperationKind.Get,
                chance < 6 ? $"{_random.Next(1, 4)}" : null
            );
        return chance switch
        {
            < 5 => (workload.Registers.Next(_random), OperationKind.Set, Value()),
            5 => (workload.Registers.Next(_random), OperationKind.Delete, null),
            _ => (workload.Registers.Next(_random), OperationKind.Get, null),
        };
    }

    private string Value() => $"{number}.{_values++}";

    private void Leave()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
