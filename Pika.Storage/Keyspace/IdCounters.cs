using Pika.Storage.Binlog;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Hands out versions of values and ids of generations, never the same twice. The log writes the counters' present state into
/// every record's applied row, in log order, so that a restart or a promoted replica goes on above every id in use.
/// </summary>
public sealed class IdCounters
{
    private ulong _version;
    private uint _generation;

    /// <summary>Counters that go on from the given last ids.</summary>
    public IdCounters(LastIds last) => (_version, _generation) = (last.Version, Math.Max(last.Generation, Catalog.FirstNewGeneration));

    /// <summary>The last ids handed out.</summary>
    public LastIds Last => new(Volatile.Read(ref _version), Volatile.Read(ref _generation));

    /// <summary>Goes on above ids that a master has handed out. One caller at a time, and nobody who takes ids meanwhile.</summary>
    public void Follow(LastIds ids)
    {
        Volatile.Write(ref _version, Math.Max(_version, ids.Version));
        Volatile.Write(ref _generation, Math.Max(_generation, ids.Generation));
    }

    /// <summary>A version that nobody has had.</summary>
    public ulong NextVersion() => Interlocked.Increment(ref _version);

    /// <summary>A generation that nobody has had.</summary>
    public uint NextGeneration() => Interlocked.Increment(ref _generation);
}
