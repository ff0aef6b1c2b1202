namespace Pika.Actors.Node;

/// <summary>
/// Where work runs that may block on a disk: reads that miss the block cache, syncs, stalled writes, whole-keyspace commands. Network
/// threads never do.
/// </summary>
public interface IStoragePool : IDisposable
{
    /// <summary>Runs the work on the pool, beside other work; the task carries its result or its exception. Any thread.</summary>
    Task<T> Run<T>(Func<T> work);
}
