namespace Pika.Storage.Keyspace;

/// <summary>Where an element of a list is.</summary>
/// <param name="Index">Counted from the head, from 0.</param>
/// <param name="Position">Of its row.</param>
internal readonly record struct ListPlace(long Index, ulong Position);
