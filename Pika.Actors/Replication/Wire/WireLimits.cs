namespace Pika.Actors.Replication.Wire;

/// <summary>How much of what a frame, and a link, may hold.</summary>
internal static class WireLimits
{
    /// <summary>The most bytes that one frame carries: far above any window, so that only a record larger than this has to go in parts.</summary>
    public const int MaxPayload = 64 << 20;

    /// <summary>The longest text, in bytes of UTF-8: a reason fits, and a host name, of which DNS allows 255. Longer ones are cut.</summary>
    public const int MaxText = 1024;

    /// <summary>What received frames of a link may carry in all before their owner has released them; as much as two of the largest. Windows keep far below.</summary>
    public const long MaxHeld = 2L * MaxPayload;

    /// <summary>What waits to be sent where no client-output-buffer-limit says less: more than any window, less than would hurt the node.</summary>
    public const long MaxUnsent = 1L << 30;

    /// <summary>What waits on a replica to be sent to its master: requests and acknowledgements, thousands of them.</summary>
    public const long MaxReplicaUnsent = 1 << 20;
}
