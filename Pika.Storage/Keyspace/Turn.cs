using System.Diagnostics;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// What one writer does between two records of the log: commands write rows into one batch and read their own writes through the
/// overlay; then the batch becomes one record. Nothing outside the turn changes until <see cref="Committed"/>. Used by one thread
/// at a time.
/// </summary>
public sealed class Turn
{
    private readonly Overlay _overlay;
    private readonly List<CountChange> _counts = [];
    private readonly List<Action> _onCommit = [];
    private readonly List<(int Database, Generation Generation)> _replaced = [];
    private readonly OverwrittenBytes _overwritten = new();

    /// <summary>The writes before the last mark: to overwrite one of them is to save its bytes first.</summary>
    private int _marked;

    /// <summary>Changes with every mark and every rollback: what was saved under another number must be saved again.</summary>
    private int _savedSince;

    /// <summary>Writes before this one stand in front of a removed range, which would take a new value in their place away.</summary>
    private int _firstInPlace;

    /// <summary>An empty turn over a store.</summary>
    public Turn(IStore store, IdCounters ids)
    {
        Store = store;
        Ids = ids;
        Batch = new WriteBatch(BinlogFormat.RecordHeaderSize);
        _overlay = new Overlay(Batch);
        Clear();
    }

    /// <summary>The state under the turn's writes.</summary>
    public IStore Store { get; }

    /// <summary>Where new versions and generations come from.</summary>
    public IdCounters Ids { get; }

    /// <summary>The effects so far.</summary>
    public WriteBatch Batch { get; }

    /// <summary>Whether there is anything to log.</summary>
    public bool HasEffects => Batch.Count > 1 || _counts.Count > 0;

    /// <summary>What others are told when the turn is committed.</summary>
    public TurnChanges Changes { get; } = new();

    /// <summary>Reads a row as the turn's commands see it.</summary>
    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, out Row row)
    {
        int at = _overlay.Count == 0 ? -1 : _overlay.Find(family, key, Overlay.HashOf(family, key));
        if (at < 0)
        {
            return Store.Get(family, key, tier, null, out row);
        }

        bool deleted = _overlay[at].ValueLength == Overlay.Deleted;
        row = deleted ? default : new Row(_overlay.ValueOf(at), null, 0);
        return deleted ? ReadStatus.NotFound : ReadStatus.Found;
    }

    /// <summary>Changes when the turn is over, or void.</summary>
    public long Number { get; private set; }

    /// <summary>How often something was taken back, a command or the whole turn: what was learned of values before may not be true any more.</summary>
    public long Interruptions { get; private set; }

    /// <summary>How often others may have written: then too.</summary>
    public long OthersNoted { get; private set; }

    /// <summary>Whether the turn's last write of a row was to remove it.</summary>
    public bool Deletes(Family family, ReadOnlySpan<byte> key)
    {
        int at = _overlay.Find(family, key, Overlay.HashOf(family, key));
        return at >= 0 && _overlay[at].ValueLength == Overlay.Deleted;
    }

    /// <summary>
    /// Walks over rows as the turn's commands see them. What is written during the walk may be seen or not; a row that is overwritten in
    /// place is seen so.
    /// </summary>
    public IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier)
    {
        var below = Store.Iterate(family, lower, upper, tier, null);
        var layer = _overlay.Count == 0 ? null : _overlay.Layer(family, lower, upper);
        return layer is null ? below : new LayeredIterator(layer, below);
    }

    /// <summary>
    /// Writes a row and returns the room for its value, to be filled completely before the next write. A row that the turn has written
    /// already, with a value of the same length, is overwritten in place: then the room holds the former value, and a span over it
    /// that was read earlier in this turn is the room. So take from a row all that the new value depends on before you put it;
    /// copying a part onto itself, at the same place, is all right.
    /// </summary>
    public Span<byte> Put(Family family, scoped ReadOnlySpan<byte> key, int valueLength)
    {
        uint hash = Overlay.HashOf(family, key);
        int at = _overlay.Find(family, key, hash);
        if (at >= _firstInPlace && _overlay[at].ValueLength == valueLength)
        {
            return Overwrite(at);
        }

        Batch.Put(family, key, valueLength);
        int valueOffset = Batch.Length - valueLength;
        int keyOffset = valueOffset - WriteBatch.VarintSize(valueLength) - key.Length;
        _overlay.Add(family, hash, keyOffset, key.Length, valueOffset, valueLength);
        return Batch.Buffer.AsSpan(valueOffset, valueLength);
    }

    /// <summary>Removes a row.</summary>
    public void Delete(Family family, ReadOnlySpan<byte> key)
    {
        uint hash = Overlay.HashOf(family, key);
        Batch.Delete(family, key);
        _overlay.Add(family, hash, Batch.Length - key.Length, key.Length, Batch.Length, Overlay.Deleted);
    }

    /// <summary>Removes a range of rows that no command of this turn reads: the turn's own reads do not see it.</summary>
    public void DeleteUnreadRange(Family family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        Batch.DeleteRange(family, from, to);
        _firstInPlace = _overlay.Count;
    }

    /// <summary>Counts keys that came or went, to become part of the same record.</summary>
    public void Count(Generation generation, int shard, int keys, int expires) =>
        _counts.Add(new CountChange(generation, shard, keys, expires));

    /// <summary>The keys that this turn has added to a generation so far, and those of them with an expiry.</summary>
    public (long Keys, long Expires) Counted(Generation generation)
    {
        (long keys, long expires) = (0, 0);
        foreach (var change in _counts)
        {
            if (change.Generation == generation)
            {
                keys += change.Keys;
                expires += change.Expires;
            }
        }

        return (keys, expires);
    }

    /// <summary>The generation that this turn has given a database, or null if it has its own still.</summary>
    public Generation? GenerationOf(int database)
    {
        for (int i = _replaced.Count - 1; i >= 0; i--)
        {
            if (_replaced[i].Database == database)
            {
                return _replaced[i].Generation;
            }
        }

        return null;
    }

    /// <summary>Gives a database another generation, in the log and for the rest of the turn.</summary>
    public void Replace(int database, Generation generation)
    {
        Catalog.PutGeneration(this, database, generation.Id);
        _replaced.Add((database, generation));
    }

    /// <summary>Queues all rows of a generation for reclaim.</summary>
    public void Drop(int database, Generation generation) => Put(Family.System, RowKeys.Dropped(database, generation.Id), 0);

    /// <summary>Defers a change of the state in memory until the record is in the log and the store.</summary>
    public void OnCommit(Action change) => _onCommit.Add(change);

    /// <summary>Where the turn stands now, for taking back one command. Marks that were made before are void from here on.</summary>
    public TurnMark Mark()
    {
        BecomeMarked(_overlay.Count);
        return new TurnMark(Batch.Mark(), _overlay.Count, _counts.Count, _onCommit.Count, _replaced.Count, Changes.Count);
    }

    /// <summary>Takes back everything since the mark, which is the last one that was made. It stays valid.</summary>
    public void Rollback(TurnMark mark)
    {
        Debug.Assert(mark.Overlay == _marked, "the mark is the last one");
        Interruptions++;
        _overwritten.Restore(Batch.Buffer);
        _overlay.Rollback(mark.Overlay);
        Batch.Rollback(mark.Batch);
        BecomeMarked(mark.Overlay);
        _counts.RemoveRange(mark.Counts, _counts.Count - mark.Counts);
        _onCommit.RemoveRange(mark.OnCommit, _onCommit.Count - mark.OnCommit);
        _replaced.RemoveRange(mark.Replaced, _replaced.Count - mark.Replaced);
        Changes.Rollback(mark.Changes);
    }

    /// <summary>Adds the count rows; nothing may be written after it.</summary>
    public void Finish()
    {
        MergeCounts();
        foreach (var change in _counts)
        {
            var room = Batch.Put(Family.System, RowKeys.Count(change.Generation.Id, change.Shard), Generation.CountSize);
            change.Generation.WriteCount(room, change.Shard, change.Keys, change.Expires);
        }
    }

    /// <summary>Makes the batch a record with its place in the log. Called by the log, after <see cref="Finish"/>.</summary>
    /// <exception cref="BinlogException">The effects are more than a record holds.</exception>
    public void Seal(LogIndex place, long wallMs) =>
        BinlogRecord.Seal(
            Batch.Whole.Span,
            (uint)Batch.Count - 1,
            place.Epoch,
            place.Index,
            wallMs,
            BinlogFormat.NoDatabase,
            ids: Ids.Last
        );

    /// <summary>The record, if there are effects, is in the log and in the store: makes the changes in memory, tells them, and empties the turn.</summary>
    public void Committed()
    {
        foreach (var change in _counts)
        {
            change.Generation.Add(change.Shard, change.Keys, change.Expires);
        }

        foreach (var change in _onCommit)
        {
            change();
        }

        Changes.Deliver();
        Empty();
    }

    /// <summary>Between this turn and the one before it others may write what this writer writes.</summary>
    public void NoteOthers() => OthersNoted++;

    /// <summary>Forgets everything, as if the turn had not been.</summary>
    public void Clear()
    {
        Interruptions++;
        Empty();
    }

    private void Empty()
    {
        Number++;
        _overlay.Rollback(0);
        BecomeMarked(0);
        _firstInPlace = 0;
        _counts.Clear();
        _onCommit.Clear();
        _replaced.Clear();
        Changes.Clear();
        Batch.Clear();

        // Every record begins with the applied row, whose value is filled when the record gets its place in the log.
        Batch.Put(Family.System, AppliedRow.Key, AppliedRow.ValueSize);
    }

    private Span<byte> Overwrite(int at)
    {
        ref var write = ref _overlay[at];
        var room = _overlay.ValueOf(at);
        if (at < _marked && write.SavedSince != _savedSince)
        {
            _overwritten.Save(write.ValueOffset, room);
            write = write with { SavedSince = _savedSince };
        }

        return room;
    }

    private void BecomeMarked(int writes)
    {
        _marked = writes;
        _savedSince++;
        _overwritten.Clear();
        _firstInPlace = Math.Min(_firstInPlace, writes);
    }

    // A turn of many commands mostly counts for one shard of one generation: one row, not one per command.
    private void MergeCounts()
    {
        int kept = 0;
        for (int i = 0; i < _counts.Count; i++)
        {
            int same = 0;
            while (same < kept && !_counts[same].SameCounter(_counts[i]))
            {
                same++;
            }

            _counts[same] = same < kept ? _counts[same].Plus(_counts[i]) : _counts[i];
            kept = Math.Max(kept, same + 1);
        }

        _counts.RemoveRange(kept, _counts.Count - kept);
        _counts.RemoveAll(static change => change.Keys == 0 && change.Expires == 0);
    }

    private readonly record struct CountChange(Generation Generation, int Shard, int Keys, int Expires)
    {
        public bool SameCounter(CountChange other) => Generation == other.Generation && Shard == other.Shard;

        public CountChange Plus(CountChange other) => this with { Keys = Keys + other.Keys, Expires = Expires + other.Expires };
    }
}

/// <summary>A point inside a turn to which it can be taken back.</summary>
public readonly record struct TurnMark(WriteBatchMark Batch, int Overlay, int Counts, int OnCommit, int Replaced, int Changes);
