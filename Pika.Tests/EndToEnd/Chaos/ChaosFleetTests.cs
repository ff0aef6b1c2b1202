using Pika.Tests.Checking;
using Pika.Tests.EndToEnd.Replication;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>The checks find what they are there for: a fleet that answers writes before replicas have them loses some when another node leads, and that is seen; one that waits does not.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class ChaosFleetTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Writes_that_no_replica_has_are_missed_when_another_node_leads(int replicaAcks, bool holds)
    {
        await using var fleet = await ChaosFleet.Start(FaultPlan.Of(seed: 0, lengthMs: 0) with { ReplicaAcks = replicaAcks });
        var history = new History(() => 0);
        await Ask(fleet.Master, history, OperationKind.Set, "register", "a");
        await Ask(fleet.Master, history, OperationKind.Append, "list", "a");
        history.Count(Outcome.Ok).ShouldBe(2);

        foreach (var replica in fleet.Replicas)
        {
            replica.Link.Refuses = true;
            replica.Link.Cut(inOrder: true);
        }

        await Ask(fleet.Master, history, OperationKind.Set, "register", "b");
        await Ask(fleet.Master, history, OperationKind.Append, "list", "b");
        await fleet.Master.Kill();
        await fleet.Lead(await fleet.Elect(fleet.Replicas));

        // What is there now is asked without waiting for replicas: none is connected yet.
        await Ask(fleet.Master, history, OperationKind.Get, "register", null);
        await Ask(fleet.Master, history, OperationKind.GetList, "list", null);
        history.Count(Outcome.Ok).ShouldBe(holds ? 4 : 6);
        foreach (var key in history.ByKey())
        {
            List<Operation> operations = [.. key];
            Linearizability.Check(operations).Holds.ShouldBe(holds);
            if (key.Key == "list")
                ListAppends.Check(operations).Holds.ShouldBe(holds);
        }
    }

    private static async Task Ask(ChaosNode node, History history, OperationKind kind, string key, string? argument)
    {
        int operation = history.Begin(1, key, kind, argument);
        using var client = await node.Process.Connect();
        await client.Send(Requests.Of(kind, key, argument, fence: null));
        var (outcome, result) = await Replies.Read(client, kind, isConfirmed: false);
        history.End(operation, outcome, result);
    }
}
