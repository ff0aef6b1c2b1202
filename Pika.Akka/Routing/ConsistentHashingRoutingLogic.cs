using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Akka.Routing;

/// <summary>A message that knows by which key it is routed.</summary>
public interface IConsistentHashable
{
    /// <summary>The key: a string, bytes, or anything with a stable ToString.</summary>
    object ConsistentHashKey { get; }
}

/// <summary>Gives the key of a message; null if it does not know.</summary>
public delegate object? ConsistentHashMapping(object msg);

/// <summary>Gives a key to a message that has none.</summary>
public sealed class ConsistentHashableEnvelope(object message, object hashKey) : RouterEnvelope(message), IConsistentHashable
{
    /// <summary>The key.</summary>
    public object HashKey { get; } = hashKey;

    /// <inheritdoc/>
    public object ConsistentHashKey => HashKey;
}

/// <summary>Messages with the same key go to the same routee.</summary>
public sealed class ConsistentHashingRoutingLogic : RoutingLogic
{
    /// <summary>Places of each routee on the ring: more make the shares more even and the ring larger.</summary>
    internal const int DefaultVirtualNodesFactor = 10;

    private readonly ActorSystem _system;
    private readonly int _virtualNodesFactor;
    private readonly ConsistentHashMapping _hashMapping;
    private readonly ILoggingAdapter _log;

    /// <summary>The ring of the routees that were seen last; replaced as a whole.</summary>
    private (Routee[] Routees, ConsistentHash<Node> Ring)? _cache;
    private readonly Lock _gate = new();

    /// <summary>Keys come from the messages.</summary>
    public ConsistentHashingRoutingLogic(ActorSystem system)
        : this(system, 0, null!) { }

    /// <summary>Keys come from <paramref name="hashMapping"/> first; a factor of 0 is the default.</summary>
    public ConsistentHashingRoutingLogic(ActorSystem system, int virtualNodesFactor, ConsistentHashMapping hashMapping)
    {
        _system = system;
        _virtualNodesFactor = virtualNodesFactor == 0 ? DefaultVirtualNodesFactor : virtualNodesFactor;
        _hashMapping = hashMapping ?? (_ => null);
        _log = Logging.GetLogger(system, GetType());
    }

    /// <summary>A copy with another mapping.</summary>
    public ConsistentHashingRoutingLogic WithHashMapping(ConsistentHashMapping mapping) => new(_system, _virtualNodesFactor, mapping);

    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees)
    {
        if (routees.Length == 0)
            return Routee.NoRoutee;
        var key = _hashMapping(message) ?? (message as IConsistentHashable)?.ConsistentHashKey;
        if (key is null)
        {
            _log.Warning(
                $"Message [{message.GetType().Name}] must be handled by hashMapping, or implement [{nameof(IConsistentHashable)}] or be wrapped in [{nameof(ConsistentHashableEnvelope)}]"
            );
            return Routee.NoRoutee;
        }
        return RingOf(routees).NodeFor(Bytes(key)).Routee;
    }

    private ConsistentHash<Node> RingOf(Routee[] routees)
    {
        lock (_gate)
        {
            if (_cache is { } cache && ReferenceEquals(cache.Routees, routees))
                return cache.Ring;
            var ring = ConsistentHash.Create(routees.Select(r => new Node(r)), _virtualNodesFactor);
            _cache = (routees, ring);
            return ring;
        }
    }

    private static byte[] Bytes(object key) =>
        key as byte[] ?? System.Text.Encoding.UTF8.GetBytes(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "");

    /// <summary>A routee by the name that gives it its places: its path, without what changes from run to run.</summary>
    private sealed class Node(Routee routee)
    {
        public Routee Routee { get; } = routee;

        public override string ToString() =>
            Routee switch
            {
                ActorRefRoutee r => r.Actor.Path.ToStringWithoutAddress(),
                ActorSelectionRoutee s => s.Selection.ToString()!,
                _ => Routee.ToString()!,
            };
    }
}
