using System.Runtime.InteropServices;

namespace Pika.Storage.Store.RocksDb;

/// <summary>A walk over one family. RocksDB keeps pointers to the bounds, so they stand in native memory for the iterator's life.</summary>
internal sealed unsafe class RocksDbIterator : IRowIterator
{
    private readonly RocksDbHandle _handle;
    private readonly byte* _bounds;
    private readonly nint _options;
    private nint _iterator;

    public RocksDbIterator(
        RocksDbHandle handle,
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        RocksDbSnapshot? snapshot
    )
    {
        var nativeSnapshot = snapshot?.Native ?? 0;
        handle.AddRef();
        _handle = handle;
        _options = RocksDbHandle.CreateReadOptions(tier);
        if (nativeSnapshot != 0)
        {
            RocksDbNative.SetSnapshot(_options, nativeSnapshot);
        }

        _bounds = (byte*)NativeMemory.Alloc((nuint)(lower.Length + upper.Length + 1));
        if (!lower.IsEmpty)
        {
            lower.CopyTo(new Span<byte>(_bounds, lower.Length));
            RocksDbNative.SetLowerBound(_options, _bounds, (nuint)lower.Length);
        }

        if (!upper.IsEmpty)
        {
            upper.CopyTo(new Span<byte>(_bounds + lower.Length, upper.Length));
            RocksDbNative.SetUpperBound(_options, _bounds + lower.Length, (nuint)upper.Length);
        }

        _iterator = RocksDbNative.CreateIterator(handle.Db, _options, handle.Of(family));
    }

    /// <inheritdoc/>
    public bool Valid { get; private set; }

    /// <inheritdoc/>
    public bool Incomplete { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            ThrowIfNotOnRow();
            nuint length;
            var start = RocksDbNative.IteratorKey(_iterator, &length);
            return new ReadOnlySpan<byte>(start, (int)length);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            ThrowIfNotOnRow();
            nuint length;
            var start = RocksDbNative.IteratorValue(_iterator, &length);
            return new ReadOnlySpan<byte>(start, (int)length);
        }
    }

    /// <inheritdoc/>
    public void SeekToFirst()
    {
        ThrowIfDisposed();
        RocksDbNative.IteratorSeekToFirst(_iterator);
        Moved();
    }

    /// <inheritdoc/>
    public void SeekToLast()
    {
        ThrowIfDisposed();
        RocksDbNative.IteratorSeekToLast(_iterator);
        Moved();
    }

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key)
    {
        ThrowIfDisposed();
        fixed (byte* pointer = key)
        {
            RocksDbNative.IteratorSeek(_iterator, pointer, (nuint)key.Length);
        }

        Moved();
    }

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key)
    {
        ThrowIfDisposed();
        fixed (byte* pointer = key)
        {
            RocksDbNative.IteratorSeekForPrev(_iterator, pointer, (nuint)key.Length);
        }

        Moved();
    }

    /// <inheritdoc/>
    public void Next()
    {
        ThrowIfNotOnRow();
        RocksDbNative.IteratorNext(_iterator);
        Moved();
    }

    /// <inheritdoc/>
    public void Prev()
    {
        ThrowIfNotOnRow();
        RocksDbNative.IteratorPrev(_iterator);
        Moved();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_iterator == 0)
        {
            return;
        }

        RocksDbNative.DestroyIterator(_iterator);
        RocksDbNative.DestroyReadOptions(_options);
        NativeMemory.Free(_bounds);
        _iterator = 0;
        Valid = false;
        _handle.DangerousRelease();
    }

    private void Moved()
    {
        Valid = RocksDbNative.IteratorValid(_iterator) != 0;
        if (Valid)
        {
            Incomplete = false;
            return;
        }

        RocksDbNative.IteratorError(_iterator, out var error);
        Incomplete = error != 0 && RocksDbError.IsIncomplete(error);
        if (Incomplete)
        {
            RocksDbNative.Free(error);
            return;
        }

        RocksDbError.ThrowIfAny(error);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_iterator == 0, this);

    private void ThrowIfNotOnRow()
    {
        if (!Valid)
        {
            ThrowIfDisposed();
            throw new InvalidOperationException("the iterator does not stand on a row");
        }
    }
}
