namespace Pika.Storage.Keyspace;

/// <summary>What a key is, short enough to be compared with the same key of another node.</summary>
/// <param name="Key">Its name.</param>
/// <param name="ExpireAt">When it expires, unix ms; 0 for never.</param>
/// <param name="Value">The digest of its value; nothing of its expiry takes part.</param>
public sealed record KeyDigest(byte[] Key, ValueType Type, long ExpireAt, byte[] Value);
