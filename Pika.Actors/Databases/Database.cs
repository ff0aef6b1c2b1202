using Pika.Storage.Keyspace;

namespace Pika.Actors.Databases;

/// <summary>
/// A logical database as everybody may see it: its number, and its present generation, which only a turn that holds all its shards
/// replaces, when that is committed.
/// </summary>
public sealed class Database
{
    private Generation _generation;

    /// <summary>The database with the generation that was found at start.</summary>
    public Database(int number, Generation generation) => (Number, _generation) = (number, generation);

    /// <summary>The number that SELECT takes.</summary>
    public int Number { get; }

    /// <summary>The present filling.</summary>
    public Generation Generation
    {
        get => Volatile.Read(ref _generation);
        set => Volatile.Write(ref _generation, value);
    }
}
