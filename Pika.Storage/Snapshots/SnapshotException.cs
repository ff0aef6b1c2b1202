namespace Pika.Storage.Snapshots;

/// <summary>A snapshot is not what it should be; the message says which file, and why.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>A fault with its description.</summary>
    public SnapshotException(string message)
        : base(message) { }
}
