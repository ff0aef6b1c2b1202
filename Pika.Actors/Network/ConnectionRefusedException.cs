namespace Pika.Actors.Network;

/// <summary>The other machine is there and says that nobody listens on the port.</summary>
public sealed class ConnectionRefusedException(string message, Exception? cause = null) : IOException(message, cause);
