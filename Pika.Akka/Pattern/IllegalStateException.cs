using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Something was called when it may not be.</summary>
public class IllegalStateException : AkkaException
{
    /// <summary>With a text.</summary>
    public IllegalStateException(string message)
        : base(message) { }

    /// <summary>With a text and a cause.</summary>
    public IllegalStateException(string message, Exception innerEx)
        : base(message, innerEx) { }
}
