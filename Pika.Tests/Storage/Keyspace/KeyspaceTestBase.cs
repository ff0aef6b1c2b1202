using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>Tests of values and their rows: each has a store in memory for itself, a turn over it, and a view of an empty database at the time 1000.</summary>
public abstract class KeyspaceTestBase : IDisposable
{
    private protected KeyspaceTestBase()
    {
        Turn = new Turn(Store, new IdCounters(default));
        View = new View(Turn);
        View.Open(0, new Generation(0, shards: 1), now: 1000);
    }

    private protected MemoryStore Store { get; } = new();

    private protected Turn Turn { get; }

    private protected View View { get; }

    public void Dispose()
    {
        View.Dispose();
        Store.Dispose();
    }

    /// <summary>Writes what the turn has done.</summary>
    private protected void Commit() => TurnTests.Commit(Turn, Store);
}
