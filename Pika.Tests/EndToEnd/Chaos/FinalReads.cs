using System.Net.Sockets;
using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>Reads keys that nobody writes any more, and records what they hold.</summary>
internal sealed class FinalReads(Workload workload)
{
    private const int ClientNumber = 91;

    /// <summary>How often a read is tried before it is given up: each attempt has seconds.</summary>
    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Lists that were read for the last time.</summary>
    private readonly HashSet<string> _closed = [];

    /// <summary>Reads all lists that are not read yet, which nobody uses any more. False: one could not be read, so none of them may be removed.</summary>
    public async Task<bool> TryCloseLists()
    {
        string[] keys = [.. workload.Lists.All.Where(key => !_closed.Contains(key))];
        foreach (string key in keys)
        {
            if (!await TryRead(key, OperationKind.GetList))
                return false;
        }

        // Those that have come meanwhile are new and in use.
        _closed.UnionWith(keys);
        return true;
    }

    /// <summary>Reads everything, at the end.</summary>
    public async Task ReadAll()
    {
        foreach (string key in workload.Registers.All.Concat(workload.Counters.All))
            (await TryRead(key, OperationKind.Get)).ShouldBeTrue($"{key} can be read at the end");
        (await TryCloseLists()).ShouldBeTrue("the lists can be read at the end");
    }

    private async Task<bool> TryRead(string key, OperationKind kind)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int operation = workload.History.Begin(ClientNumber, key, kind);
            try
            {
                using var client = await RespClient.Connect(workload.MasterPort()).WaitAsync(Patience);
                if (kind == OperationKind.GetList)
                    await client.Call("SELECT", "1").WaitAsync(Patience);
                await client.Send(Requests.Of(kind, key, null, workload.ConfirmsReads ? "fence:last" : null));
                var (outcome, result) = await Replies.Read(client, kind, workload.ConfirmsReads).WaitAsync(Patience);
                workload.History.End(operation, outcome, result);
                if (outcome == Outcome.Ok)
                    return true;
            }
            catch (Exception gone) when (gone is SocketException or IOException or TimeoutException or ObjectDisposedException)
            {
                workload.History.End(operation, Outcome.Indeterminate, gone.GetType().Name);
            }

            await Task.Delay(100);
        }

        return false;
    }
}
