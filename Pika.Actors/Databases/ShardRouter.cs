using Akka.Actor;
using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Actors.Migration;
using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Databases;

/// <summary>Maps commands to the shards whose keys they touch, and hands batches to their writer.</summary>
internal sealed class ShardRouter
{
    private readonly IActorRef[][] _shards;
    private readonly IActorRef _crossShard;
    private readonly PikaNode _node;
    private readonly ReceivedEffects _effects;
    private volatile Task _applied = Task.CompletedTask;

    /// <summary>A router over the shards of each database.</summary>
    public ShardRouter(PikaNode node, IActorRef[][] shards, IActorRef crossShard) =>
        (_node, _shards, _crossShard, _effects) = (node, shards, crossShard, new ReceivedEffects(node));

    /// <summary>The writer that a command needs, or <see cref="Route.Crossing"/> when it touches several shards.</summary>
    public Route Of(CommandSpec command, in Request request, Database database)
    {
        if (CommandScope.Of(command) != Scope.Keys)
        {
            return Route.Crossing;
        }

        var shards = _shards[database.Number];
        return shards.Length == 1 ? new Route(shards[0]) : ByKeys(command, request, database, shards);
    }

    /// <summary>The writer for a transaction, its watched keys included.</summary>
    public Route OfTransaction(Client client)
    {
        var needed = new SortedSet<(int Database, int Shard)>();
        AddTransaction(client, needed);
        return needed.Count == 1 ? new Route(Ref(needed.Min)) : Route.Crossing;
    }

    /// <summary>Hands a batch to one writer; wait for its completion.</summary>
    public ValueTask SendAsync(Execution.CommandBatch batch, Route route)
    {
        batch.Begin(_node.PubSub);
        if (route.Shard is not null)
        {
            route.Shard.Tell(batch.Message, ActorRefs.NoSender);
        }
        else
        {
            _crossShard.Tell(new CrossShard.Execute(batch, ShardsOf(batch)), ActorRefs.NoSender);
        }

        return batch.Completion;
    }

    /// <summary>Has a key looked at again, for those who are blocked on it.</summary>
    /// <param name="place">Someone who waits on the key.</param>
    /// <param name="holding">Someone to serve whom all shards are needed that its command names; null: that of the key is enough.</param>
    public void Serve(BlockedPlace place, BlockedClient? holding)
    {
        var client = place.Client;
        var needed = new SortedSet<(int Database, int Shard)> { (client.Database, ShardOf(client.Database, client.Request[place.Key])) };
        if (holding is not null)
        {
            AddKeys(new QueuedCommand(holding.Command, holding.Request), holding.Database, needed);
        }

        var work = new ServeWork(place, holding);
        if (needed.Count == 1)
        {
            Ref(needed.Min).Tell(new Shard.Execute(work), ActorRefs.NoSender);
        }
        else
        {
            _crossShard.Tell(new CrossShard.Execute(work, [.. needed.Select(Ref)]), ActorRefs.NoSender);
        }
    }

    /// <summary>Appends and applies records of a master, while the shards that they touch stand still. One chunk at a time.</summary>
    /// <param name="done">Is told up to which index they are applied, and the error that kept the rest out; null if there is none.</param>
    public void Apply(ReceivedRecords records, Action<ulong, string?> done)
    {
        IReadOnlyList<IActorRef> shards = [.. _effects.Shards(records).Select(Ref)];
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _applied = applied.Task;
        _crossShard.Tell(new CrossShard.Execute(new ReceivedWork(_node, _effects, records, End), shards), ActorRefs.NoSender);

        void End(ulong through, string? error)
        {
            applied.SetResult();
            done(through, error);
        }
    }

    /// <summary>Ends when no records of a master are on their way into the log any more.</summary>
    public Task AppliedAsync() => _applied;

    /// <summary>Has the shards remove those of the keys whose time has come; ends when they have.</summary>
    public Task ExpireAsync(Database database, IReadOnlyList<byte[]> keys)
    {
        var removals = new List<Task>();
        foreach (var ofShard in keys.GroupBy(key => ShardOf(database.Number, key)))
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var work = new ExpireWork(database, [.. ofShard], _ => done.SetResult());
            _shards[database.Number][ofShard.Key].Tell(new Shard.Execute(work), ActorRefs.NoSender);
            removals.Add(done.Task);
        }

        return TaskGroups.All(removals);
    }

    /// <summary>Has the shards watch keys that go to another server, or remove those that it has taken.</summary>
    /// <returns>The error of each shard; null where it has none.</returns>
    public Task<string?[]> MigrateAsync(Database database, IReadOnlyList<MigratingKey> keys, long source, bool removes)
    {
        var works = new List<Task<string?>>();
        foreach (var ofShard in keys.GroupBy(key => ShardOf(database.Number, key.Name)))
        {
            var work = new MigrationWork(database, [.. ofShard], source, removes);
            _shards[database.Number][ofShard.Key].Tell(new Shard.Execute(work), ActorRefs.NoSender);
            works.Add(work.Done);
        }

        return Task.WhenAll(works);
    }

    /// <summary>Ends when all turns that are under way are over.</summary>
    public Task PassAsync()
    {
        var passes = new List<Task>();
        foreach (var database in _node.Databases)
        {
            foreach (var shard in _shards[database.Number])
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                shard.Tell(new Shard.Execute(new ExpireWork(database, [], _ => done.SetResult())), ActorRefs.NoSender);
                passes.Add(done.Task);
            }
        }

        return TaskGroups.All(passes);
    }

    private static Route ByKeys(CommandSpec command, in Request request, Database database, IActorRef[] shards)
    {
        if (!CommandKeys.TryGetRange(command, request.Count, out var range))
        {
            return ByListedKeys(command, request, database, shards);
        }

        int shard = -1;
        for (int i = range.First; i <= range.Last; i += range.Step)
        {
            int owner = database.Generation.ShardOf(HashSlot.Of(request[i]));
            if (shard >= 0 && shard != owner)
            {
                return Route.Crossing;
            }

            shard = owner;
        }

        return new Route(shards[shard]);
    }

    // Where the keys are depends on the arguments. A command without keys, or with wrong arguments, may run anywhere.
    private static Route ByListedKeys(CommandSpec command, in Request request, Database database, IActorRef[] shards)
    {
        var keys = new List<KeyPosition>();
        CommandKeys.Positions(command, request, keys);
        var words = request;
        var owners = keys.Select(key => database.Generation.ShardOf(HashSlot.Of(words[key.Index]))).Distinct().ToList();
        return owners.Count switch
        {
            0 => new Route(shards[0]),
            1 => new Route(shards[owners[0]]),
            _ => Route.Crossing,
        };
    }

    private List<IActorRef> ShardsOf(Execution.CommandBatch batch)
    {
        var needed = new SortedSet<(int Database, int Shard)>();
        if (batch.IsTransaction)
        {
            AddTransaction(batch.Client, needed);
        }
        else
        {
            AddCommand(batch.Commands[0], batch.Client.Database.Number, needed);
        }

        return [.. needed.Select(Ref)];
    }

    private void AddTransaction(Client client, SortedSet<(int Database, int Shard)> needed)
    {
        int database = client.Database.Number;
        foreach (var queued in client.Transaction.Queue)
        {
            AddCommand(queued, database, needed);
            database = CommandScope.DatabaseAfter(queued, database, _shards.Length);
        }

        foreach (var key in client.Transaction.Watched?.Keys.Keys.AsEnumerable() ?? [])
        {
            needed.Add((key.Database, ShardOf(key.Database, key.Key)));
        }

        if (needed.Count == 0)
        {
            needed.Add((client.Database.Number, 0));
        }
    }

    private void AddCommand(QueuedCommand queued, int database, SortedSet<(int Database, int Shard)> needed)
    {
        switch (CommandScope.Of(queued.Command))
        {
            case Scope.Keys:
                AddKeys(queued, database, needed);
                break;
            case Scope.Database:
                AddDatabase(database, needed);
                break;
            case Scope.AllDatabases:
                for (int i = 0; i < _shards.Length; i++)
                {
                    AddDatabase(i, needed);
                }

                break;
        }
    }

    private void AddKeys(QueuedCommand queued, int database, SortedSet<(int Database, int Shard)> needed)
    {
        var keys = new List<KeyPosition>();
        CommandKeys.Positions(queued.Command, queued.Request, keys);
        foreach (var key in keys)
        {
            needed.Add((database, ShardOf(database, queued.Request[key.Index])));
        }
    }

    private void AddDatabase(int database, SortedSet<(int Database, int Shard)> needed)
    {
        for (int shard = 0; shard < _shards[database].Length; shard++)
        {
            needed.Add((database, shard));
        }
    }

    private int ShardOf(int database, ReadOnlySpan<byte> key) => _node.Databases[database].Generation.ShardOf(HashSlot.Of(key));

    private IActorRef Ref((int Database, int Shard) shard) => _shards[shard.Database][shard.Shard];
}

/// <summary>Where a batch goes: to one shard, or over several.</summary>
internal readonly record struct Route(IActorRef? Shard)
{
    /// <summary>Over several shards.</summary>
    public static Route Crossing => default;
}
