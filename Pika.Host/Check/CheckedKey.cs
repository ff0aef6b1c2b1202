namespace Pika.Host.Check;

/// <summary>A key as a node describes it.</summary>
/// <param name="Type">The word of TYPE.</param>
/// <param name="ExpireAt">When it expires, unix ms; 0 for never.</param>
/// <param name="Value">The digest of its value, in hex.</param>
internal sealed record CheckedKey(byte[] Name, string Type, long ExpireAt, string Value);
