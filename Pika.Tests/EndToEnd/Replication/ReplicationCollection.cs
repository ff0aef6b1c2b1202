namespace Pika.Tests.EndToEnd.Replication;

/// <summary>The tests of replication run one after the other and beside nothing else: several servers are busy in each, and some measure waits.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ReplicationCollection
{
    public const string Name = "replication";
}
