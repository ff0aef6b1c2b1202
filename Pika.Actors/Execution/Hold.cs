using Pika.Actors.Node;

namespace Pika.Actors.Execution;

/// <summary>What has to pass before a client's replies are sent and its next command runs, though the command itself is over.</summary>
/// <param name="Sleep">For DEBUG SLEEP.</param>
/// <param name="Order">The role that REPLICAOF has ordered is decided.</param>
public readonly record struct Hold(TimeSpan Sleep, Task? Order = null)
{
    /// <summary>Nothing.</summary>
    public static Hold None => default;

    /// <summary>Whether there is anything to wait for.</summary>
    public bool Exists => Sleep > TimeSpan.Zero || Order is not null;

    /// <summary>This, and then that of a later command. Orders are decided one after another, so that only the last counts.</summary>
    public Hold And(Hold later) => new(Sleep + later.Sleep, later.Order ?? Order);

    /// <summary>Waits. False when the node stops meanwhile, so that nobody knows what has become of the order.</summary>
    internal async ValueTask<bool> WaitAsync(PikaNode node)
    {
        if (Sleep > TimeSpan.Zero)
        {
            await Task.Delay(Sleep, node.Time);
        }

        return Order is null || await TaskGroups.First(Order, node.Stopping);
    }
}
