namespace Pika.Actors.Replication;

/// <summary>To <see cref="Replication"/>: what the node is to be from now on.</summary>
public abstract record RoleOrder
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the role is on disk and effective, or refused.</summary>
    public Task Decided => _decided.Task;

    /// <summary>Why the role stays as it was; null if it does not. To be read once it is decided.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The role is as ordered.</summary>
    internal void Done() => _decided.TrySetResult();

    /// <summary>The role stays.</summary>
    internal void Refuse(string reason)
    {
        if (!_decided.Task.IsCompleted)
        {
            Refusal = reason;
            _decided.TrySetResult();
        }
    }

    /// <summary>Follow this master. Ordered by REPLICAOF.</summary>
    /// <param name="Host">Its name or address.</param>
    /// <param name="Port">Its port for clients.</param>
    /// <param name="Force">Whether all data is to be taken anew, whatever the node has.</param>
    public sealed record ReplicaOf(string Host, int Port, bool Force) : RoleOrder;

    /// <summary>Be a master. Ordered by REPLICAOF NO ONE, and by a master that hands its role over.</summary>
    public sealed record NoOne : RoleOrder;
}
