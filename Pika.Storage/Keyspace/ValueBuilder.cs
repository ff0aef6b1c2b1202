using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>Writes the rows of a value as its parts are read.</summary>
internal ref struct ValueBuilder(Keyspace keyspace, ReadOnlySpan<byte> key, long expireAt) : IRdbVisitor
{
    private readonly Keyspace _keyspace = keyspace;
    private readonly ReadOnlySpan<byte> _key = key;
    private readonly long _expireAt = expireAt;
    private RdbKind? _kind;
    private ListValue _list;
    private ElementsEdit _elements;
    private Zset _zset;

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
            default:
                throw new RdbException($"there are no values of type {kind} here");
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
    public void Entry(RdbStreamId id, int fields) { }

    /// <inheritdoc/>
    public void EntryField(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) { }

    /// <inheritdoc/>
    public void EndEntries(in RdbStreamTail tail) { }

    /// <inheritdoc/>
    public void Group(scoped ReadOnlySpan<byte> name, RdbStreamId lastId, long entriesRead) { }

    /// <inheritdoc/>
    public void Consumer(scoped ReadOnlySpan<byte> name, long seenMs) { }

    /// <inheritdoc/>
    public void Pending(RdbStreamId id, long deliveredMs, long deliveries) { }

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
        }

        if (_expireAt != 0 && _kind is not null)
        {
            using var row = _keyspace.Find(_key);
            _keyspace.PutExpiry(_key, _expireAt, row);
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
