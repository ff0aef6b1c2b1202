namespace Pika.Actors.Blocking;

/// <summary>
/// The clients of a node that wait in a blocking command. How a wait ends is decided once, under one lock: by the turn that claims the
/// client to serve it, by the timer, by CLIENT UNBLOCK, or by the end of the connection. The lock is held for a look into a table, never while
/// something runs; while nobody waits, turns do not even take it.
/// </summary>
public sealed class BlockedClients : IDisposable
{
    /// <summary>Timers cannot wait for as long as a timeout may last; they look again after this many milliseconds, a day.</summary>
    private const long LongestWaitMs = 24 * 60 * 60 * 1000;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly BlockedQueues[] _databases;
    private readonly SortedSet<BlockedClient> _deadlines = new(ByDeadline.Instance);
    private readonly ITimer _timer;

    /// <summary>When the timer is going to look, unix ms.</summary>
    private long _timerMs = long.MaxValue;
    private long _lastOrder;
    private volatile int _waiting;
    private volatile int _shown;

    /// <summary>Nobody waits.</summary>
    /// <param name="databases">The number of databases.</param>
    public BlockedClients(TimeProvider time, int databases)
    {
        _time = time;
        _databases = [.. Enumerable.Range(0, databases).Select(_ => new BlockedQueues())];
        _timer = time.CreateTimer(
            static table => ((BlockedClients)table!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Whether anybody waits: the usual answer is no, and costs a read.</summary>
    public bool Any => _waiting > 0;

    /// <summary>INFO's <c>blocked_clients</c>.</summary>
    public int Count => _shown;

    /// <summary>The keys of a database that somebody waits on, for commands that change all of it.</summary>
    public IReadOnlyList<byte[]> KeysOf(int database)
    {
        if (!Any)
        {
            return [];
        }

        lock (_gate)
        {
            return _databases[database].Keys;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>A client begins to wait, in a turn that is not committed yet.</summary>
    internal void Add(BlockedClient client)
    {
        lock (_gate)
        {
            client.Order = ++_lastOrder;
            _databases[client.Database].Add(client);
            _waiting++;
            AddDeadline(client);
        }
    }

    /// <summary>The turn in which the client has begun to wait is committed.</summary>
    internal void Show(BlockedClient client)
    {
        lock (_gate)
        {
            if (client.State != BlockedClient.Phase.Ended)
            {
                client.Shown = true;
                client.Client.Blocked = client;
                _shown++;
            }
        }
    }

    /// <inheritdoc cref="BlockedQueues.Find"/>
    internal void Find(int database, ReadOnlySpan<byte> key, long after, bool onlyWhenGone, int most, List<BlockedPlace> found)
    {
        lock (_gate)
        {
            _databases[database].Find(key, after, onlyWhenGone, most, found);
        }
    }

    /// <summary>Claims a client for a turn that is going to end its wait so. False: it does not wait any more.</summary>
    internal bool TryClaim(BlockedClient client, WaitOutcome outcome)
    {
        lock (_gate)
        {
            if (client.State != BlockedClient.Phase.Waiting)
            {
                return false;
            }

            (client.State, client.Claim) = (BlockedClient.Phase.Claimed, outcome);
            return true;
        }
    }

    /// <summary>The turn that had claimed the client does not serve it: it waits as before.</summary>
    internal void Release(BlockedClient client)
    {
        lock (_gate)
        {
            if (client.State == BlockedClient.Phase.Claimed)
            {
                // Its time may have come meanwhile.
                client.State = BlockedClient.Phase.Waiting;
                AddDeadline(client);
            }
        }
    }

    /// <summary>The turn that had claimed the client is committed: its session goes on, on this thread.</summary>
    internal void Answer(BlockedClient client)
    {
        lock (_gate)
        {
            if (client.State != BlockedClient.Phase.Claimed)
            {
                return;
            }

            Remove(client);
        }

        client.Finish(client.Claim, inline: true);
    }

    /// <summary>Ends a wait, from any thread. False: it has been served, or is about to be.</summary>
    internal bool TryEnd(BlockedClient client, WaitOutcome outcome)
    {
        lock (_gate)
        {
            // Who is gone cannot be answered any more, whatever a turn has taken for it.
            if (client.State == BlockedClient.Phase.Waiting || (client.State == BlockedClient.Phase.Claimed && outcome == WaitOutcome.Gone))
            {
                Remove(client);
            }
            else
            {
                return false;
            }
        }

        client.Finish(outcome, inline: false);
        return true;
    }

    private void Remove(BlockedClient client)
    {
        client.State = BlockedClient.Phase.Ended;
        _databases[client.Database].Remove(client);
        _deadlines.Remove(client);
        _waiting--;
        if (client.Shown)
        {
            _shown--;
            client.Client.Blocked = null;
        }
    }

    private void AddDeadline(BlockedClient client)
    {
        if (client.DeadlineMs != long.MaxValue && _deadlines.Add(client))
        {
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_deadlines.Min is not { } first || first.DeadlineMs >= _timerMs)
        {
            return;
        }

        _timerMs = first.DeadlineMs;
        long wait = Math.Clamp(first.DeadlineMs - NowMs(), 0, LongestWaitMs);
        _ = _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        var late = new List<BlockedClient>();
        lock (_gate)
        {
            long now = NowMs();
            while (_deadlines.Min is { } first && first.DeadlineMs <= now)
            {
                _deadlines.Remove(first);
                late.Add(first);
            }

            _timerMs = long.MaxValue;
            SetTimer();
        }

        late.ForEach(client => TryEnd(client, WaitOutcome.TimedOut));
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class ByDeadline : IComparer<BlockedClient>
    {
        public static readonly ByDeadline Instance = new();

        public int Compare(BlockedClient? x, BlockedClient? y)
        {
            int byTime = x!.DeadlineMs.CompareTo(y!.DeadlineMs);
            return byTime != 0 ? byTime : x.Order.CompareTo(y.Order);
        }
    }
}
