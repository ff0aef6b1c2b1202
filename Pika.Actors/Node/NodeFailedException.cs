namespace Pika.Actors.Node;

/// <summary>The node has met a defect of its own and has to be started again.</summary>
public sealed class NodeFailedException : Exception
{
    /// <summary>A failure with its cause.</summary>
    public NodeFailedException(string message, Exception cause)
        : base(message, cause) { }
}
