namespace Pika.Storage.Rdb;

/// <summary>Writes the entries of a stream, node by node, and what the stream says of itself. Its groups are the caller's, behind that.</summary>
internal struct RdbStreamWriter
{
    private readonly RdbWriter _writer;
    private readonly int _nodesAt;
    private uint _nodes;
    private ListpackWriter _node;
    private RdbStreamId _origin;
    private int _countAt;
    private int _entries;

    /// <summary>Begins a stream.</summary>
    public RdbStreamWriter(RdbWriter writer)
    {
        _writer = writer;
        writer.Type(RdbType.StreamListpacks2);
        _nodesAt = writer.NumberLater();
    }

    /// <summary>Whether an entry of so many bytes is to begin a node.</summary>
    public readonly bool NeedsNode(int length) =>
        _nodes == 0 || _entries == RdbStreamFormat.NodeEntries || _node.Length + length >= RdbStreamFormat.NodeBytes;

    /// <summary>Begins a node; the names of its first entry's fields follow, by <see cref="Text"/>, then that entry.</summary>
    public void BeginNode(RdbStreamId id, int names)
    {
        EndNode();
        _nodes++;
        id.Write(_writer.StringRoom(RdbStreamId.Size));
        (_origin, _entries) = (id, 0);
        _node = new ListpackWriter(_writer);
        _countAt = _node.Integer(0);
        _node.Integer(0);
        _node.Integer(names);
    }

    /// <summary>Ends the names of a node.</summary>
    public void EndNames() => _node.Integer(0);

    /// <summary>Begins an entry; its names and values follow, or, if it has the node's names, its values alone.</summary>
    public void BeginEntry(RdbStreamId id, int fields, bool same)
    {
        _entries++;
        _node.Integer(same ? RdbStreamFormat.SameFieldsFlag : 0);
        _node.Integer(unchecked((long)(id.Ms - _origin.Ms)));
        _node.Integer(unchecked((long)(id.Sequence - _origin.Sequence)));
        if (!same)
        {
            _node.Integer(fields);
        }
    }

    /// <summary>Writes a name or a value.</summary>
    public void Text(ReadOnlySpan<byte> text) => _node.Text(text);

    /// <summary>Ends an entry.</summary>
    public void EndEntry(int fields, bool same) => _node.Integer(RdbStreamFormat.Elements(fields, same));

    /// <summary>Ends the entries.</summary>
    public void End(in RdbStreamTail tail)
    {
        EndNode();
        _writer.NumberNow(_nodesAt, _nodes);
        _writer.Number((ulong)tail.Length);
        Id(tail.LastId);
        Id(tail.FirstId);
        Id(tail.MaxDeletedId);
        _writer.Number((ulong)tail.EntriesAdded);
    }

    /// <summary>Writes an id as two numbers.</summary>
    public readonly void Id(RdbStreamId id)
    {
        _writer.Number(id.Ms);
        _writer.Number(id.Sequence);
    }

    private readonly void EndNode()
    {
        if (_nodes > 0)
        {
            _writer.Over(_countAt, 1)[0] = (byte)_entries;
            _node.End();
        }
    }
}
