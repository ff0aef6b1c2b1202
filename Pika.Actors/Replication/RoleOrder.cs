namespace Pika.Actors.Replication;

/// <summary>To <see cref="Replication"/>: what the node is to be from now on.</summary>
public abstract record RoleOrder
{
    private readonly TaskCompletionSource<string?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with null when the role is on disk and effective, or with the reason why it stays as it was.</summary>
    public Task<string?> Outcome => _outcome.Task;

    /// <summary>The role is as ordered.</summary>
    internal void Done() => _outcome.TrySetResult(null);

    /// <summary>The role stays.</summary>
    internal void Refuse(string reason) => _outcome.TrySetResult(reason);

    /// <summary>Follow this master. Ordered by REPLICAOF.</summary>
    /// <param name="Host">Its name or address.</param>
    /// <param name="Port">Its port for clients.</param>
    /// <param name="Force">Whether all data is to be taken anew, whatever the node has.</param>
    public sealed record ReplicaOf(string Host, int Port, bool Force) : RoleOrder;

    /// <summary>Be a master. Ordered by REPLICAOF NO ONE, and by a master that hands its role over.</summary>
    public sealed record NoOne : RoleOrder;
}
