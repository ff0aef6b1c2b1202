using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Blocking;

/// <summary>
/// What a turn has to do with blocked clients: who begins to wait in it, and whom it serves. Everything is kept back until the turn is
/// committed; if it is void, those who have begun to wait have not, and those who were served wait as before, at their old places.
/// </summary>
/// <remarks>
/// How a command blocks: its row has <c>CommandFlags.Blocking</c>, so that it ends its run and whatever comes behind it in the pipeline waits.
/// Its handler, in the turn, looks at its keys. If there is something, it answers as any other. If not, it calls
/// <see cref="CommandContext.Block"/> and answers nothing; but where <see cref="CommandContext.MayBlock"/> says no (between MULTI and EXEC)
/// it answers what it answers when the time is over. From then on its <see cref="WakeHandler"/> is called whenever a command, or a whole
/// EXEC, has touched one of the keys, after that command and before the next: for each touched key in the order of the touches, for each
/// client in the order in which they began to wait. What it writes touches keys again, and wakes others.
/// </remarks>
internal sealed class TurnBlocking
{
    /// <summary>How many of those that wait on a key are looked up at once at first; the first mostly takes what there is.</summary>
    private const int FirstPlaces = 4;

    private readonly PikaNode _node;
    private readonly Turn _turn;

    /// <summary>The context of the clients that are served; the turn's own commands have another.</summary>
    private readonly CommandContext _context;
    private readonly List<BlockedClient> _begun = [];
    private readonly List<BlockedClient> _claimed = [];
    private readonly List<BlockedPlace> _elsewhere = [];

    /// <summary>Places that are being looked at; serving does not look at others meanwhile.</summary>
    private readonly List<BlockedPlace> _places = [];

    /// <summary>Nobody is blocked or served in the turn.</summary>
    public TurnBlocking(PikaNode node, Turn turn, CommandContext context) => (_node, _turn, _context) = (node, turn, context);

    private enum Woken
    {
        /// <summary>The next in the queue may try.</summary>
        Next,

        /// <summary>Served; the key may have changed.</summary>
        Served,

        /// <summary>Those behind it have to wait until it is served elsewhere.</summary>
        Elsewhere,

        /// <summary>A read needs a disk: the turn is void.</summary>
        Incomplete,
    }

    /// <summary>The client for whom all shards are held that its command names; null if the turn holds but those of its own commands.</summary>
    public BlockedClient? Holding { get; set; }

    /// <summary>The client of a command waits from here on.</summary>
    public BlockedClient Begin(CommandContext c, in WaitFor wait)
    {
        long now = _node.NowMs();
        long deadline = wait.TimeoutMs == 0 || wait.TimeoutMs > long.MaxValue - now ? long.MaxValue : now + wait.TimeoutMs;
        var blocked = new BlockedClient(_node.Blocked, c.Client, c.Command, c.Request.Copy(), wait, deadline)
        {
            SpansShards = SpansShards(c, wait),
            NeedsOtherShard = wait.AlsoNeeds > 0 && ShardOf(c, wait.AlsoNeeds) != ShardOf(c, wait.FirstKey),
        };
        _node.Blocked.Add(blocked);
        _begun.Add(blocked);
        return blocked;
    }

    /// <summary>Ends the wait of a client when the turn is committed: CLIENT UNBLOCK inside EXEC. False: it does not wait any more.</summary>
    public bool TryEnd(BlockedClient client, WaitOutcome outcome)
    {
        if (!_node.Blocked.TryClaim(client, outcome))
        {
            return false;
        }

        _claimed.Add(client);
        return true;
    }

    /// <summary>Serves whoever waits on a key that the turn has touched since the change number <paramref name="from"/>. False: the turn is void.</summary>
    public bool TryServe(int from, long now)
    {
        if (!_node.Blocked.Any)
        {
            return true;
        }

        for (int i = from; i < _turn.Changes.Count; i++)
        {
            if (_turn.Changes.IsTouch(i, out int database, out var key) && !TryServeKey(database, key, now))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Serves whoever waits on a key, in order. False: the turn is void.</summary>
    public bool TryServeKey(int database, ReadOnlySpan<byte> key, long now)
    {
        // Null: not known. It is looked up once for all those whom it does not serve.
        ValueType? found = null;
        bool isGone = false;
        long after = 0;
        for (int most = FirstPlaces; ; most *= 2)
        {
            _places.Clear();
            _node.Blocked.Find(database, key, after, isGone, most, _places);
            foreach (var place in _places)
            {
                after = place.Client.Order;
                _context.Begin(place.Client.Command, place.Client.Request, place.Client.Client, place.Client.Reply, now);
                if (found is null && !isGone)
                {
                    using var row = _context.Keyspace.Find(_context[place.Key]);
                    (found, isGone) = (row.Exists ? row.Type : null, !row.Exists);
                }

                switch (Wake(place, !isGone && found == place.Client.For.Type))
                {
                    case Woken.Incomplete:
                        return false;
                    case Woken.Elsewhere:
                        return true;
                    case Woken.Served:
                        (found, isGone) = (null, false);
                        break;
                }
            }

            if (_places.Count < most)
            {
                return true;
            }
        }
    }

    /// <summary>The turn is committed: who has begun to wait can be seen by others.</summary>
    public void Show()
    {
        _begun.ForEach(_node.Blocked.Show);
        _begun.Clear();
    }

    /// <summary>What the turn did for those whom it served counts, but they are told an error.</summary>
    public void RefuseServed(string error)
    {
        foreach (var client in _claimed)
        {
            client.Reply.Clear();
            client.Reply.Error(error);
        }
    }

    /// <summary>The turn is committed, and its own clients are answered: so are those whom it served.</summary>
    public void Answer()
    {
        _claimed.ForEach(_node.Blocked.Answer);
        _claimed.Clear();
        _elsewhere.ForEach(place => _node.Router.Serve(place, holding: place.Client));
        _elsewhere.Clear();
    }

    /// <summary>The turn is void.</summary>
    public void Void()
    {
        _begun.ForEach(static client => client.Abandon());
        _begun.Clear();
        _claimed.ForEach(Release);
        _claimed.Clear();
        _elsewhere.Clear();
    }

    private Woken Wake(BlockedPlace place, bool isThere)
    {
        var client = place.Client;
        if (_context.Keyspace.Incomplete)
        {
            return Woken.Incomplete;
        }

        if (!isThere && !client.For.WakesWhenGone)
        {
            return Woken.Next;
        }

        if (client.NeedsOtherShard && client != Holding)
        {
            _elsewhere.Add(place);
            return Woken.Elsewhere;
        }

        if (!_node.Blocked.TryClaim(client, WaitOutcome.Served))
        {
            return Woken.Next;
        }

        _claimed.Add(client);
        bool answered = TryAnswer(place);
        if (_context.Keyspace.Incomplete)
        {
            return Woken.Incomplete;
        }

        if (!answered)
        {
            _claimed.RemoveAt(_claimed.Count - 1);
            Release(client);
        }

        return answered ? Woken.Served : Woken.Next;
    }

    private bool TryAnswer(BlockedPlace place)
    {
        var client = place.Client;
        var mark = _turn.Mark();
        _turn.Changes.Source = client.Client.Id;
        bool answered = true;
        long started = CommandAccounting.Start(_node);
        try
        {
            answered = client.For.Wake(_context, client, place.Key);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _turn.Rollback(mark);
            client.Reply.Clear();
            client.Reply.Error(_node.Describe(failure, client.Command.FullName));
        }

        if (answered && !_context.Keyspace.Incomplete)
        {
            CommandAccounting.Resumed(_node, client.Command, client.Request, client.Client, client.Reply, started);
        }

        return answered;
    }

    // Turns of other shards may have passed it over while it was claimed: they are to look again.
    private void Release(BlockedClient client)
    {
        client.Reply.Clear();
        _node.Blocked.Release(client);
        for (int i = 0; client.SpansShards && i < client.For.Keys; i++)
        {
            _node.Router.Serve(new BlockedPlace(client, client.For.FirstKey + i), holding: null);
        }
    }

    private static bool SpansShards(CommandContext c, in WaitFor wait)
    {
        int shard = ShardOf(c, wait.FirstKey);
        for (int i = 1; i < wait.Keys; i++)
        {
            if (ShardOf(c, wait.FirstKey + i) != shard)
            {
                return true;
            }
        }

        return false;
    }

    private static int ShardOf(CommandContext c, int word)
    {
        var generation = c.Keyspace.Generation;
        return generation.Shards == 1 ? 0 : generation.ShardOf(HashSlot.Of(c[word]));
    }
}
