using System.Buffers;
using System.Diagnostics;
using Pika.Storage.Rdb;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Writes the rows of a stream as its parts are read. Who stops in the midst of it takes back what is written. Dispose it, also after an exception.
/// </summary>
internal ref struct StreamBuilder
{
    /// <summary>
    /// The most bytes of rows for each byte of the payload. Few bytes can stand for many: entries do not repeat the names of their node, and nodes are compressed. Streams as Redis
    /// makes them stay below ten; compression alone, as of other types, can make 88.
    /// </summary>
    private const int MostGain = 100;

    /// <summary>Up to here a stream may grow whatever the length of the payload.</summary>
    private const long AlwaysAllowed = 64 << 20;

    /// <summary>The most bytes of rows: half of what a record of the log holds.</summary>
    private const long LongestRows = 1 << 30;

    /// <summary>Bytes that a row takes in a batch beside what distinguishes it and its value.</summary>
    private const int RowOverhead = 64;

    private readonly Keyspace _keyspace;
    private readonly ReadOnlySpan<byte> _key;
    private readonly StreamRows _rows;
    private readonly StreamGroupRows _groups;
    private readonly long _longest;
    private StreamState _state;

    // The bytes of rows so far, never above the longest.
    private long _bytes;

    // The entry that is being told, as its row will hold it, and the fields that are still to come.
    private byte[] _entry = [];
    private int _entryLength;
    private int _fieldsLeft;
    private StreamId _id;

    // The group and the consumer that are being told; the name is null before the first.
    private byte[]? _groupName;
    private StreamGroup _group;
    private uint _consumer;
    private StreamConsumer _consumerRow;

    /// <summary>A new stream under a key that is not there, of a payload of so many bytes.</summary>
    public StreamBuilder(Keyspace keyspace, ReadOnlySpan<byte> key, int payload)
    {
        _longest = Math.Clamp((long)payload * MostGain, AlwaysAllowed, LongestRows);
        _keyspace = keyspace;
        _key = key;
        _state = StreamState.OfOrNew(keyspace, default);
        _rows = new StreamRows(keyspace, key, _state.Version);
        _groups = new StreamGroupRows(keyspace, key, _state.Version);
    }

    /// <inheritdoc cref="IRdbVisitor.Entry"/>
    public void Entry(RdbStreamId id, int fields)
    {
        (_id, _fieldsLeft, _entryLength) = (Of(id), fields, 0);
        int strings = fields <= int.MaxValue / 2 ? 2 * fields : throw new RdbException("an entry of a stream has too many fields");
        var room = EntryRoom(StreamFields.SizeOf(strings));
        StreamFields.WriteNumber(ref room, strings);
        PutWholeEntry();
    }

    /// <inheritdoc cref="IRdbVisitor.EntryField"/>
    public void EntryField(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value)
    {
        AddText(field);
        AddText(value);
        _fieldsLeft--;
        PutWholeEntry();
    }

    /// <inheritdoc cref="IRdbVisitor.EndEntries"/>
    public void EndEntries(in RdbStreamTail tail)
    {
        Debug.Assert(_state.Length == tail.Length, "the reader has counted the entries that it told");
        _state.FirstId = Of(tail.FirstId);
        _state.LastId = Of(tail.LastId);
        _state.MaxDeletedId = Of(tail.MaxDeletedId);
        _state.EntriesAdded = tail.EntriesAdded;
    }

    /// <inheritdoc cref="IRdbVisitor.Group"/>
    public void Group(scoped ReadOnlySpan<byte> name, RdbStreamId lastId, long? entriesRead)
    {
        EndGroup();
        Charge(2L * name.Length);
        if (_groups.TryGet(name, out _))
        {
            throw new RdbException("a group of a stream comes twice");
        }

        var last = Of(lastId);
        StreamGroupType.Create(_groups, name, last, entriesRead ?? StreamProgress.ReadUpTo(_state, last));
        _groups.TryGet(name, out _group);
        _groupName = name.ToArray();
    }

    /// <inheritdoc cref="IRdbVisitor.Consumer"/>
    public void Consumer(scoped ReadOnlySpan<byte> name, long seenMs)
    {
        EndConsumer();
        Charge(2L * name.Length);
        if (_groups.TryGetConsumer(_group.Number, name, out _))
        {
            throw new RdbException("a consumer of a group comes twice");
        }

        _consumer = StreamGroupType.CreateConsumer(_groups, ref _group, name, seenMs);
        _consumerRow = new StreamConsumer(seenMs, 0);
    }

    /// <inheritdoc cref="IRdbVisitor.Pending"/>
    public void Pending(RdbStreamId id, long deliveredMs, long deliveries)
    {
        // Two rows, and the id is in the key of both.
        Charge((2 * StreamId.Size) + RowOverhead);
        var entry = Of(id);
        _groups.PutPending(_group.Number, entry, new StreamDelivery(_consumer, deliveredMs, deliveries));
        _groups.Link(_group.Number, _consumer, entry);
        _group.Pending++;
        _group.HighestPending = entry > _group.HighestPending ? entry : _group.HighestPending;
        _consumerRow = _consumerRow with { Pending = _consumerRow.Pending + 1 };
    }

    /// <summary>Everything is told: writes what is left to write.</summary>
    public void End()
    {
        EndGroup();
        _state.Put(_keyspace, _key, default);
    }

    /// <summary>Gives back memory.</summary>
    public void Dispose()
    {
        if (_entry.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_entry);
            _entry = [];
        }
    }

    private static StreamId Of(RdbStreamId id) => new(id.Ms, id.Sequence);

    private void AddText(scoped ReadOnlySpan<byte> text)
    {
        var room = EntryRoom(checked(StreamFields.SizeOf(text.Length) + text.Length));
        StreamFields.WriteText(ref room, text);
    }

    private void PutWholeEntry()
    {
        if (_fieldsLeft == 0)
        {
            Charge(_entryLength);
            _entry.AsSpan(0, _entryLength).CopyTo(StreamType.Append(_rows, ref _state, _id, _entryLength));
        }
    }

    private Span<byte> EntryRoom(int count)
    {
        long length = (long)_entryLength + count;
        if (length > _longest - _bytes)
        {
            throw TooLong();
        }

        if (length > _entry.Length)
        {
            byte[] bigger = ArrayPool<byte>.Shared.Rent((int)Math.Max(length, Math.Min(2L * _entry.Length, _longest)));
            _entry.AsSpan(0, _entryLength).CopyTo(bigger);
            Dispose();
            _entry = bigger;
        }

        _entryLength += count;
        return _entry.AsSpan(_entryLength - count, count);
    }

    private void EndGroup()
    {
        EndConsumer();
        if (_groupName is not null)
        {
            _groups.Put(_groupName, _group);
            _group = default;
        }
    }

    private void EndConsumer()
    {
        if (_consumerRow.Pending > 0)
        {
            _groups.PutConsumer(_group.Number, _consumer, _consumerRow);
            _consumerRow = default;
        }
    }

    private void Charge(long bytes)
    {
        _bytes += bytes + RowOverhead;
        if (_bytes > _longest)
        {
            throw TooLong();
        }
    }

    private readonly RdbException TooLong() => new($"a stream takes more than {_longest} bytes");
}
