namespace Pika.Storage.Store.RocksDb;

/// <summary>A pinned state, with read options prepared for it.</summary>
internal sealed class RocksDbSnapshot : IStoreSnapshot
{
    private readonly RocksDbHandle _handle;
    private readonly Lock _gate = new();

    /// <summary>Read options by tier, made when first used; 0 until then.</summary>
    private readonly nint[] _read = new nint[3];

    private nint _snapshot;

    public RocksDbSnapshot(RocksDbHandle handle)
    {
        handle.AddRef();
        _handle = handle;
        _snapshot = RocksDbNative.CreateSnapshot(handle.Db);
    }

    /// <summary>The native snapshot.</summary>
    public nint Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(_snapshot == 0, this);
            return _snapshot;
        }
    }

    /// <summary>Read options that see this state.</summary>
    /// <exception cref="ArgumentException">The snapshot is of another store.</exception>
    public nint ReadOptions(RocksDbHandle handle, ReadTier tier)
    {
        if (!ReferenceEquals(handle, _handle))
        {
            throw new ArgumentException("the snapshot belongs to another store", nameof(handle));
        }

        ObjectDisposedException.ThrowIf(_snapshot == 0, this);
        var options = Volatile.Read(ref _read[(int)tier]);
        return options != 0 ? options : Prepare(tier);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_snapshot == 0)
            {
                return;
            }

            foreach (var options in _read)
            {
                if (options != 0)
                {
                    RocksDbNative.DestroyReadOptions(options);
                }
            }

            RocksDbNative.ReleaseSnapshot(_handle.Db, _snapshot);
            _snapshot = 0;
        }

        _handle.DangerousRelease();
    }

    private nint Prepare(ReadTier tier)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_snapshot == 0, this);
            if (_read[(int)tier] == 0)
            {
                var options = RocksDbHandle.CreateReadOptions(tier);
                RocksDbNative.SetSnapshot(options, _snapshot);
                Volatile.Write(ref _read[(int)tier], options);
            }

            return _read[(int)tier];
        }
    }
}
