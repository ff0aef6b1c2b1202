using System.Text;

namespace Akka.Routing;

/// <summary>Makes rings; see <see cref="ConsistentHash{T}"/>.</summary>
public static class ConsistentHash
{
    /// <summary>A ring of <paramref name="nodes"/>, each at <paramref name="virtualNodesFactor"/> places.</summary>
    public static ConsistentHash<T> Create<T>(IEnumerable<T> nodes, int virtualNodesFactor)
        where T : notnull
    {
        var ring = new SortedDictionary<int, T>();
        foreach (var node in nodes)
            ConsistentHash<T>.Place(ring, node, virtualNodesFactor);
        return new ConsistentHash<T>(ring, virtualNodesFactor);
    }
}

/// <summary>
/// A ring of hash values on which each node stands at several places. A key belongs to the first place at or after its own hash, so
/// that adding or removing a node moves only the keys next to its places. Immutable.
/// </summary>
public class ConsistentHash<T>
    where T : notnull
{
    private readonly SortedDictionary<int, T> _nodes;
    private readonly int _virtualNodesFactor;
    private readonly int[] _places;
    private readonly T[] _owners;

    /// <summary>A ring with these places.</summary>
    /// <exception cref="ArgumentException"><paramref name="virtualNodesFactor"/> is less than 1.</exception>
    public ConsistentHash(SortedDictionary<int, T> nodes, int virtualNodesFactor)
    {
        if (virtualNodesFactor < 1)
            throw new ArgumentException("virtualNodesFactor must be >= 1", nameof(virtualNodesFactor));
        _nodes = nodes;
        _virtualNodesFactor = virtualNodesFactor;
        _places = [.. nodes.Keys];
        _owners = [.. nodes.Values];
    }

    /// <summary>Whether there is no node.</summary>
    public bool IsEmpty => _places.Length == 0;

    /// <summary>The node to which <paramref name="key"/> belongs.</summary>
    /// <exception cref="InvalidOperationException">There is no node.</exception>
    public T NodeFor(string key) => NodeFor(Encoding.UTF8.GetBytes(key));

    /// <inheritdoc cref="NodeFor(string)"/>
    public T NodeFor(byte[] key)
    {
        if (IsEmpty)
            throw new InvalidOperationException("Can't get node for [key] from an empty node ring");
        var place = Array.BinarySearch(_places, RingHash.Of(key));
        if (place < 0)
            place = ~place;
        return _owners[place == _places.Length ? 0 : place];
    }

    /// <summary>Another ring with one node more.</summary>
    public ConsistentHash<T> Add(T node)
    {
        var ring = new SortedDictionary<int, T>(_nodes);
        Place(ring, node, _virtualNodesFactor);
        return new ConsistentHash<T>(ring, _virtualNodesFactor);
    }

    /// <summary>Another ring without this node.</summary>
    public ConsistentHash<T> Remove(T node)
    {
        var ring = new SortedDictionary<int, T>(_nodes);
        foreach (var place in Places(node, _virtualNodesFactor))
            ring.Remove(place);
        return new ConsistentHash<T>(ring, _virtualNodesFactor);
    }

    /// <inheritdoc cref="Add"/>
    public static ConsistentHash<T> operator +(ConsistentHash<T> hash, T node) => hash.Add(node);

    /// <inheritdoc cref="Remove"/>
    public static ConsistentHash<T> operator -(ConsistentHash<T> hash, T node) => hash.Remove(node);

    internal static void Place(SortedDictionary<int, T> ring, T node, int virtualNodesFactor)
    {
        foreach (var place in Places(node, virtualNodesFactor))
            ring[place] = node;
    }

    private static IEnumerable<int> Places(T node, int virtualNodesFactor)
    {
        var name = node.ToString();
        for (var i = 1; i <= virtualNodesFactor; i++)
            yield return RingHash.Of(Encoding.UTF8.GetBytes($"{name}:{i}"));
    }
}

/// <summary>The hash of a ring: FNV-1a with the final mixing of Murmur3, the same in every process.</summary>
internal static class RingHash
{
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
            hash = (hash ^ b) * 16777619u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return (int)(hash ^ (hash >> 16));
    }
}
