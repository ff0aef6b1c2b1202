using System.Globalization;

namespace Pika.Host.Check;

/// <summary>Brings two nodes to the same record: orders a state of each, right behind it.</summary>
internal sealed class Meeting(NodeConnection one, NodeConnection other, TimeSpan timeout, TimeProvider time)
{
    /// <summary>What INFO tells where there is no history yet.</summary>
    private const string NoHistory = "0000000000000000000000000000000000000000";

    /// <summary>How often the nodes are asked whether they are there.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the speed of the nodes is measured.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(100);

    /// <summary>Nodes at the same record that have not moved for so long are at rest.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly long _began = time.GetTimestamp();

    /// <summary>Orders states of both at one record and waits until they are there.</summary>
    /// <exception cref="CheckException">They have different histories, or did not come to the same record in time.</exception>
    public async Task<(NodeState One, NodeState Other)> AtOneRecordAsync()
    {
        await HaveOneHistoryAsync();
        for (int tries = 0; ; tries++)
        {
            long index = await ChooseAsync(tries);
            if (await TryAtAsync(index) is var (here, there))
            {
                if (here.Epoch != there.Epoch)
                {
                    await Task.WhenAll(here.DropAsync(), there.DropAsync());
                    throw new CheckException(
                        $"the nodes have different histories: record {index} is of epoch {here.Epoch} on {here.Address}, of epoch {there.Epoch} on {there.Address}"
                    );
                }

                return (here, there);
            }
        }
    }

    /// <summary>Orders states of both as they are.</summary>
    public async Task<(NodeState One, NodeState Other)> AsTheyAreAsync()
    {
        var states = await OrderAsync(null);
        while (true)
        {
            await RefreshAsync(states);
            if (states is ({ Now: NodeState.Phase.Ready }, { Now: NodeState.Phase.Ready }))
            {
                return states;
            }

            await StopAtTimeoutAsync(states);
            await Task.Delay(Interval, time);
        }
    }

    private static Task RefreshAsync((NodeState One, NodeState Other) states) =>
        Task.WhenAll(states.One.RefreshAsync(), states.Other.RefreshAsync());

    private static Task DropAsync((NodeState One, NodeState Other) states) =>
        Task.WhenAll(states.One.DropAsync(), states.Other.DropAsync());

    private async Task HaveOneHistoryAsync()
    {
        var ids = await Task.WhenAll(IdsAsync(one), IdsAsync(other));
        if (!ids[0].Intersect(ids[1]).Any())
        {
            throw new CheckException(
                $"the nodes have different histories: the last epochs of {one.Address} are {Words(ids[0])}, those of {other.Address} {Words(ids[1])}. "
                    + "With --data-only their data is compared all the same"
            );
        }

        static string Words(string[] ids) => ids.Length == 0 ? "none" : string.Join(" and ", ids);
    }

    private static async Task<string[]> IdsAsync(NodeConnection node)
    {
        var fields = (await node.AskAsync("INFO", "replication"))
            .Text.Split("\r\n")
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return
        [
            .. new[] { "master_replid", "master_replid2" }
                .Select(name => fields.GetValueOrDefault(name, NoHistory))
                .Where(id => id != NoHistory),
        ];
    }

    private async Task<long> ChooseAsync(int tries)
    {
        long before = await EndAsync();
        long at = time.GetTimestamp();
        await Task.Delay(Measured, time);
        long end = await EndAsync();
        return MeetingPoint.Ahead(end, (end - before) / time.GetElapsedTime(at).TotalSeconds, end == before ? 0 : tries);
    }

    private async Task<long> EndAsync() => (await Task.WhenAll(EndOfAsync(one), EndOfAsync(other))).Max();

    private static async Task<long> EndOfAsync(NodeConnection node)
    {
        string info = (await node.AskAsync("INFO", "replication")).Text;
        string? line = info.Split("\r\n").FirstOrDefault(line => line.StartsWith("master_repl_offset:", StringComparison.Ordinal));
        return long.TryParse(line?.Split(':')[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            ? end
            : throw new CheckException($"{node.Address} does not tell the end of its log");
    }

    /// <summary>States of both right behind a record; null if it is not to be had, and another must be chosen.</summary>
    private async Task<(NodeState One, NodeState Other)?> TryAtAsync(long index)
    {
        var states = await OrderAsync(index);
        var (ends, since) = ((-1L, -1L), time.GetTimestamp());
        while (true)
        {
            await RefreshAsync(states);
            if (states is ({ Now: NodeState.Phase.Ready }, { Now: NodeState.Phase.Ready }))
            {
                return states;
            }

            if (ends != (states.One.NodeEnd, states.Other.NodeEnd))
            {
                (ends, since) = ((states.One.NodeEnd, states.Other.NodeEnd), time.GetTimestamp());
            }

            bool rest = ends.Item1 == ends.Item2 && ends.Item1 < index && time.GetElapsedTime(since) >= Rest;
            if (rest || states.One.Now == NodeState.Phase.Passed || states.Other.Now == NodeState.Phase.Passed)
            {
                await StopAtTimeoutAsync(states);
                await DropAsync(states);
                return null;
            }

            await StopAtTimeoutAsync(states);
            await Task.Delay(Interval, time);
        }
    }

    private async Task<(NodeState One, NodeState Other)> OrderAsync(long? index)
    {
        var states = await Task.WhenAll(NodeState.OrderAsync(one, index), NodeState.OrderAsync(other, index));
        return (states[0], states[1]);
    }

    private async Task StopAtTimeoutAsync((NodeState One, NodeState Other) states)
    {
        if (time.GetElapsedTime(_began) > timeout)
        {
            await DropAsync(states);
            throw new CheckException(
                $"the nodes did not come to the same record within {timeout.TotalSeconds:0.#} s: "
                    + $"{states.One.Address} is at {states.One.NodeEnd}, {states.Other.Address} at {states.Other.NodeEnd}"
            );
        }
    }
}
