namespace Pika.Host.Import;

/// <summary>An import that cannot go on. The message says what was met and where.</summary>
internal sealed class ImportException(string message) : Exception(message);
