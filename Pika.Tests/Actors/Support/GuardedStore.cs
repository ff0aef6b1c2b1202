using System.Collections.Concurrent;
using Pika.Storage.Store;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Support;

/// <summary>
/// A store whose rows have to be given back exactly once, and hold garbage from then on, and whose iterators have one user at a time: RocksDB's are native memory,
/// where a mistake ends the process or worse. What was not given back is counted.
/// </summary>
internal sealed class GuardedStore(IStore below) : PassingStore(below)
{
    private readonly Owner _owner = new();

    /// <summary>Rows and iterators that nobody has given back.</summary>
    public int Outstanding => _owner.Outstanding;

    public override ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row)
    {
        var status = base.Get(family, key, tier, snapshot, out var found);
        if (status != ReadStatus.Found)
        {
            row = default;
            return status;
        }

        using (found)
        {
            row = _owner.Lend(found.Value.ToArray());
            return status;
        }
    }

    public override IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => new GuardedIterator(base.Iterate(family, lower, upper, tier, snapshot), _owner);

    private sealed class Owner : RowOwner
    {
        private readonly ConcurrentDictionary<nint, byte[]> _lent = new();
        private long _last;

        public int Outstanding => _lent.Count;

        public Row Lend(byte[] value) => new(value, this, Note(value));

        public nint Lend() => Note([]);

        public override void Release(nint handle)
        {
            if (!_lent.TryRemove(handle, out var value))
                throw new InvalidOperationException("a row was given back twice");

            value.AsSpan().Fill(0xDD);
        }

        private nint Note(byte[] value)
        {
            nint handle = (nint)Interlocked.Increment(ref _last);
            _lent[handle] = value;
            return handle;
        }
    }

    /// <summary>Used by one thread at a time, and not after its end.</summary>
    private sealed class GuardedIterator(IRowIterator below, Owner owner) : IRowIterator
    {
        private readonly nint _handle = owner.Lend();
        private int _users;
        private bool _disposed;

        public bool Valid => Use(below, static rows => rows.Valid);

        public bool Incomplete => Use(below, static rows => rows.Incomplete);

        public ReadOnlySpan<byte> Key => Use(below, static rows => rows.Key.ToArray());

        public ReadOnlySpan<byte> Value => Use(below, static rows => rows.Value.ToArray());

        public void SeekToFirst() => Use(rows => rows.SeekToFirst());

        public void SeekToLast() => Use(rows => rows.SeekToLast());

        public void Seek(ReadOnlySpan<byte> key)
        {
            byte[] copy = key.ToArray();
            Use(rows => rows.Seek(copy));
        }

        public void SeekForPrev(ReadOnlySpan<byte> key)
        {
            byte[] copy = key.ToArray();
            Use(rows => rows.SeekForPrev(copy));
        }

        public void Next() => Use(rows => rows.Next());

        public void Prev() => Use(rows => rows.Prev());

        // An iterator may be disposed more than once, but not by two threads at a time.
        public void Dispose()
        {
            if (_disposed)
                return;

            Use(rows => rows.Dispose());
            _disposed = true;
            owner.Release(_handle);
        }

        private void Use(Action<IRowIterator> use) =>
            Use(
                below,
                rows =>
                {
                    use(rows);
                    return true;
                }
            );

        private T Use<T>(IRowIterator rows, Func<IRowIterator, T> use)
        {
            if (_disposed)
                throw new InvalidOperationException("an iterator was used after its end");
            if (Interlocked.Increment(ref _users) != 1)
                throw new InvalidOperationException("an iterator was used by two threads at a time");

            T result = use(rows);
            Interlocked.Decrement(ref _users);
            return result;
        }
    }
}
