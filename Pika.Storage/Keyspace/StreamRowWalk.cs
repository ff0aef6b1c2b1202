using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>A walk over rows of one kind of a stream: entries, groups, consumers or pending entries. What is written during the walk is not seen.</summary>
public ref struct StreamRowWalk
{
    private readonly Keyspace _keyspace;
    private readonly IRowIterator _rows;
    private readonly int _prefix;
    private readonly bool _backwards;
    private bool _started;

    internal StreamRowWalk(Keyspace keyspace, IRowIterator rows, int prefix, bool backwards) =>
        (_keyspace, _rows, _prefix, _backwards) = (keyspace, rows, prefix, backwards);

    /// <summary>What distinguishes the present row from others of its kind: a name, or an id.</summary>
    public readonly ReadOnlySpan<byte> Name => _rows.Key[_prefix..];

    /// <summary>The id at the end of the present row's key.</summary>
    public readonly StreamId Id => StreamId.Read(Name);

    /// <summary>The present row's value, valid until the next move.</summary>
    public readonly ReadOnlySpan<byte> Value => _rows.Value;

    /// <summary>The value of a group's row.</summary>
    public readonly StreamGroup Group => StreamGroup.Read(_rows.Value);

    /// <summary>The value of a consumer's row by name.</summary>
    public readonly uint Number => BinaryPrimitives.ReadUInt32LittleEndian(_rows.Value);

    /// <summary>The value of a pending entry's row.</summary>
    public readonly StreamDelivery Delivery => StreamDelivery.Read(_rows.Value);

    /// <summary>Moves to the next row; false at the end, and when a read stopped: see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool Next()
    {
        if (_started)
        {
            Step();
        }
        else
        {
            _started = true;
            Start();
        }

        if (!_rows.Valid)
        {
            _keyspace.NoteIncomplete(_rows);
        }

        return _rows.Valid;
    }

    /// <summary>Gives back what the walk holds.</summary>
    public readonly void Dispose() => _rows.Dispose();

    private readonly void Start()
    {
        if (_backwards)
        {
            _rows.SeekToLast();
        }
        else
        {
            _rows.SeekToFirst();
        }
    }

    private readonly void Step()
    {
        if (_backwards)
        {
            _rows.Prev();
        }
        else
        {
            _rows.Next();
        }
    }
}
