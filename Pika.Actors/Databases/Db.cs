using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Databases;

/// <summary>One logical database: parent of its shards and of its background work.</summary>
internal sealed class Db : UntypedActor
{
    private readonly PikaNode _node;
    private readonly int _number;
    private readonly IActorRef _binlog;

    /// <summary>Created by <see cref="NodeActor"/>.</summary>
    public Db(PikaNode node, int number, IActorRef binlog) => (_node, _number, _binlog) = (node, number, binlog);

    /// <summary>The way to make a database.</summary>
    public static Props Props(PikaNode node, int number, IActorRef binlog) => Akka.Actor.Props.Create(() => new Db(node, number, binlog));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var shards = new IActorRef[_node.Config.Shards];
        for (int i = 0; i < shards.Length; i++)
        {
            shards[i] = Context.ActorOf(Shard.Props(_node, _binlog), $"shard-{i}");
        }

        var database = _node.Databases[_number];
        Context.ActorOf(Expiry.Props(_node, database, shards), "expiry");
        Context.ActorOf(Reclaim.Props(_node, database, shards), "reclaim");
        Context.Parent.Tell(new Opened(_number, shards));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);

    /// <summary>To the node: the shards of a database, by number.</summary>
    public sealed record Opened(int Database, IReadOnlyList<IActorRef> Shards);
}
