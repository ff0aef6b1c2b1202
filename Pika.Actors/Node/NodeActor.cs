using Akka.Actor;
using Pika.Actors.Databases;
using Pika.Actors.Replication.FullSync;
using Pika.Storage.Binlog;

namespace Pika.Actors.Node;

/// <summary>The root of the store's actors: the log, the databases, and the writer of commands over several shards.</summary>
internal sealed class NodeActor : UntypedActor
{
    private readonly PikaNode _node;
    private readonly BinlogWriter _writer;
    private readonly TaskCompletionSource<ShardRouter> _opened;
    private readonly IActorRef[][] _shards;
    private IActorRef _crossShard = ActorRefs.Nobody;
    private int _missing;
    private bool _roleIsKnown;

    /// <summary>Created once, at start.</summary>
    public NodeActor(PikaNode node, BinlogWriter writer, TaskCompletionSource<ShardRouter> opened)
    {
        (_node, _writer, _opened) = (node, writer, opened);
        _missing = node.Databases.Count;
        _shards = new IActorRef[_missing][];
    }

    /// <summary>The way to make it.</summary>
    /// <param name="opened">Is given the router once all databases are open.</param>
    public static Props Props(PikaNode node, BinlogWriter writer, TaskCompletionSource<ShardRouter> opened) =>
        Akka.Actor.Props.Create(() => new NodeActor(node, writer, opened));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var binlog = _node.Appender = Context.ActorOf(Log.Binlog.Props(_node, _writer), "binlog");
        _crossShard = Context.ActorOf(CrossShard.Props(_node, binlog), "cross-shard");
        _node.ReplicationActor = Context.ActorOf(Replication.Replication.Props(_node, binlog), "replication");
        Context.ActorOf(Housekeeper.Props(_node), "housekeeper");
        _node.FullSyncs.Bgsave = Context.ActorOf(Bgsave.Props(_node), "bgsave");
        for (int i = 0; i < _missing; i++)
        {
            Context.ActorOf(Db.Props(_node, i, binlog), $"db-{i}");
        }
    }

    // None of the children can be restarted without losing what waits in it.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(defect =>
        {
            _node.Fail("an actor of the node", defect);
            return Directive.Stop;
        });

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Db.Opened opened:
                _shards[opened.Database] = [.. opened.Shards];
                _missing--;
                OpenWhenAllIsThere();
                break;
            case Replication.Replication.Decided:
                _roleIsKnown = true;
                OpenWhenAllIsThere();
                break;
            case Replication.Replication.Failed failed:
                _opened.TrySetException(new IOException($"the history of the node's role {failed.Reason}"));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OpenWhenAllIsThere()
    {
        if (_missing == 0 && _roleIsKnown)
        {
            _opened.TrySetResult(new ShardRouter(_node, _shards, _crossShard));
        }
    }
}
