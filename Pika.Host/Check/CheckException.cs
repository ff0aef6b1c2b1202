namespace Pika.Host.Check;

/// <summary>Two nodes could not be compared; the message says why, for the operator.</summary>
internal sealed class CheckException(string message) : Exception(message);
