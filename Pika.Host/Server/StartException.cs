namespace Pika.Host.Server;

/// <summary>The server cannot start. The message is the one line that the operator sees.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
