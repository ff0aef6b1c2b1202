using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>Writes the rows of a value as its parts are read, from a payload of so many bytes.</summary>
internal ref struct ValueBuilder(Keyspace keyspace, ReadOnlySpan<byte> key, int payload, long expireAt) : IRdbVisitor
{
    private readonly Keyspace _keyspace = keyspace;
    private readonly ReadOnlySpan<byte> _key = key;
    private readonly int _payload = payload;
    private readonly long _expireAt = expireAt;
    private RdbKind? _kind;
    private ListValue _list;
    private ElementsEdit _elements;
    private Zset _zset;
    private StreamBuilder _stream;

    /// <inheritdoc/>
    public readonly void String(scoped ReadOnlySpan<byte> value) => StringType.Put(_keyspace, _key, value, _expireAt, default);

    /// <inheritdoc/>
    public void Begin(RdbKind kind)
    {
        _kind = kind;
        switch (kind)
        {
            case RdbKind.List:
                _list = new ListValue(_keyspace, _key, default);
                break;
            case RdbKind.Set:
                _elements = SetType.Edit(_keyspace, _key, default);
                break;
            case RdbKind.Hash:
                _elements = HashType.Edit(_keyspace, _key, default);
                break;
            case RdbKind.Zset:
                _zset = _keyspace.Zsets.Open(_key, default);
                break;
            case RdbKind.Stream:
                _stream = new StreamBuilder(_keyspace, _key, _payload);
                break;
        }
    }

    /// <inheritdoc/>
    public void Element(scoped ReadOnlySpan<byte> element) => _list.Push(left: false, element);

    /// <inheritdoc/>
    public void Member(scoped ReadOnlySpan<byte> member) => Require(_elements.Add(member));

    /// <inheritdoc/>
    public void Field(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) => Require(_elements.Set(field, value));

    /// <inheritdoc/>
    public void Score(scoped ReadOnlySpan<byte> member, double score)
    {
        Require(!_zset.TryScore(member, out _));
        _zset.Add(member, score);
    }

    /// <inheritdoc/>
    public void Entry(RdbStreamId id, int fields) => _stream.Entry(id, fields);

    /// <inheritdoc/>
    public void EntryField(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) => _stream.EntryField(field, value);

    /// <inheritdoc/>
    public void EndEntries(in RdbStreamTail tail) => _stream.EndEntries(tail);

    /// <inheritdoc/>
    public void Group(scoped ReadOnlySpan<byte> name, RdbStreamId lastId, long? entriesRead) => _stream.Group(name, lastId, entriesRead);

    /// <inheritdoc/>
    public void Consumer(scoped ReadOnlySpan<byte> name, long seenMs) => _stream.Consumer(name, seenMs);

    /// <inheritdoc/>
    public void Pending(RdbStreamId id, long deliveredMs, long deliveries) => _stream.Pending(id, deliveredMs, deliveries);

    /// <summary>Everything is told: writes what is left to write.</summary>
    public void End()
    {
        switch (_kind)
        {
            case RdbKind.List:
                _list.Save();
                break;
            case RdbKind.Set or RdbKind.Hash:
                _elements.Finish(changed: true);
                break;
            case RdbKind.Zset:
                _zset.Save();
                break;
            case RdbKind.Stream:
                _stream.End();
                break;
        }

        if (_expireAt != 0 && _kind is not null)
        {
            using var row = _keyspace.Find(_key);
            _keyspace.PutExpiry(_key, _expireAt, row);
        }
    }

    /// <summary>Gives back memory, also after an exception.</summary>
    public void Dispose()
    {
        if (_kind == RdbKind.Stream)
        {
            _stream.Dispose();
        }
    }

    private static void Require(bool isNew)
    {
        if (!isNew)
        {
            throw new RdbException("an element comes twice");
        }
    }
}
