namespace Pika.Actors.Migration;

/// <summary>The server that was to take the keys cannot be reached, or does not answer as one.</summary>
/// <param name="reply">What MIGRATE answers: Redis's words.</param>
internal sealed class TargetLostException(string reply, Exception? cause = null) : Exception(reply, cause)
{
    /// <summary>There is no such host, or no connection within the timeout.</summary>
    public const string Connecting = "IOERR error or timeout connecting to the client";

    /// <summary>The connection was refused, which Redis finds out when it writes, or it broke.</summary>
    public const string Writing = "IOERR error or timeout writing to target instance";

    /// <summary>The target hangs, or is gone.</summary>
    public const string Reading = "IOERR error or timeout reading to target instance";
}
