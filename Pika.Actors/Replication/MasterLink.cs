using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Replication;

/// <summary>The link of a replica to its master.</summary>
internal sealed class MasterLink : UntypedActor
{
    private readonly PikaNode _node;
    private readonly string _host;
    private readonly int _port;

    /// <summary>Created by <see cref="Replication"/> when the log follows.</summary>
    public MasterLink(PikaNode node, string host, int port) => (_node, _host, _port) = (node, host, port);

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, string host, int port) => Akka.Actor.Props.Create(() => new MasterLink(node, host, port));

    /// <inheritdoc/>
    protected override void PreStart() =>
        Context.Parent.Tell(new MasterFacts(_host, _port, MasterLinkState.TryConnect, _node.NowMs(), 0, ""), Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);
}
