using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>What the clients of a round share: their keys, their history, and whether they may ask.</summary>
/// <param name="history">Where they record.</param>
/// <param name="confirmsReads">Whether reads are answered only when replicas have what they may have seen.</param>
/// <param name="masterPort">Where they ask.</param>
internal sealed class Workload(History history, bool confirmsReads, Func<int> masterPort)
{
    /// <summary>Clients in all, and how many of them write lists.</summary>
    public const int Clients = 6;
    private const int ListClients = 2;

    private readonly bool[] _isAsking = new bool[Clients];
    private volatile bool _listsRest;

    public History History => history;

    public bool ConfirmsReads => confirmsReads;

    public Func<int> MasterPort => masterPort;

    public KeyRing Registers { get; } = new("register:", places: 8, uses: 250);

    public KeyRing Counters { get; } = new("counter:", places: 6, uses: 250);

    /// <summary>In database 1: there FLUSHDB does not come.</summary>
    public KeyRing Lists { get; } = new("list:", places: 5, uses: 400);

    public static bool IsOfLists(int client) => client < ListClients;

    /// <summary>Waits until a client may ask.</summary>
    public async Task Pass(int client, CancellationToken stop)
    {
        while (true)
        {
            // First it says so, then it looks: whoever has the lists rest does it the other way round.
            Volatile.Write(ref _isAsking[client], true);
            Interlocked.MemoryBarrier();
            if (!_listsRest || !IsOfLists(client))
                return;

            Volatile.Write(ref _isAsking[client], false);
            await Task.Delay(1, stop);
        }
    }

    /// <summary>The client has heard, or has given up.</summary>
    public void Passed(int client) => Volatile.Write(ref _isAsking[client], false);

    /// <summary>Nobody asks for lists until <see cref="EndRest"/>.</summary>
    public async Task RestLists()
    {
        _listsRest = true;
        while (Enumerable.Range(0, ListClients).Any(client => Volatile.Read(ref _isAsking[client])))
            await Task.Delay(1);
    }

    /// <inheritdoc cref="RestLists"/>
    public void EndRest() => _listsRest = false;
}
