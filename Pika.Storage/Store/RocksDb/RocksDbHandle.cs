using System.Runtime.InteropServices;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// Owns the open database and everything that lives exactly as long. Rows, iterators and snapshots each hold a reference, so the database
/// closes when it and the last of them are disposed, and using it afterwards is an <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed unsafe class RocksDbHandle : SafeHandle
{
    private readonly nint _cache;
    private readonly nint[] _options;
    private readonly nint[] _families;
    private readonly nint[] _read = new nint[3];
    private readonly nint[] _write = new nint[2];
    private readonly nint[] _fileOptions;
    private readonly nint _envOptions = RocksDbNative.CreateEnvOptions();

    private RocksDbHandle(nint db, nint cache, nint[] options, nint[] families)
        : base(0, ownsHandle: true)
    {
        SetHandle(db);
        _cache = cache;
        _options = options;
        _families = families;
        _fileOptions = [.. options.Select(CreateFileOptions)];
        for (var tier = 0; tier < _read.Length; tier++)
        {
            _read[tier] = CreateReadOptions((ReadTier)tier);
        }

        for (var noSlowdown = 0; noSlowdown < _write.Length; noSlowdown++)
        {
            _write[noSlowdown] = RocksDbNative.CreateWriteOptions();
            RocksDbNative.SetDisableWal(_write[noSlowdown], 1);
            RocksDbNative.SetNoSlowdown(_write[noSlowdown], (byte)noSlowdown);
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The native database; use it only between a reference taken and given back.</summary>
    public nint Db => handle;

    /// <summary>The block cache that all families share.</summary>
    public nint Cache => _cache;

    /// <summary>All families' handles, at the index of their id.</summary>
    public ReadOnlySpan<nint> Families => _families;

    /// <summary>Opens or creates the database.</summary>
    /// <exception cref="StoreException">Locked by another process, damaged, or not readable.</exception>
    public static RocksDbHandle Open(string directory, RocksDbOptions settings)
    {
        var count = FamilyNames.All.Length;
        var cache = RocksDbNative.CreateCache((nuint)RocksDbTuning.BlockCacheBytes(settings));
        var options = new nint[count];
        var families = new nint[count];
        nint db = 0;
        try
        {
            for (var i = 0; i < count; i++)
            {
                options[i] = RocksDbTuning.Create(settings, (Family)i, cache);
            }

            LowerCompactionPriority();
            db = OpenNative(directory, options, families);
            CheckIds(directory, families);
            return new RocksDbHandle(db, cache, options, families);
        }
        catch
        {
            Destroy(db, cache, options, families);
            throw;
        }
    }

    /// <summary>The options of the environment, as they are by default.</summary>
    public nint EnvOptions => _envOptions;

    /// <summary>The options with which table files of a family are built outside the database.</summary>
    public nint FileOptions(Family family) => _fileOptions[(int)family];

    /// <summary>The native handle of a family.</summary>
    public nint Of(Family family) => _families[(int)family];

    /// <summary>The prepared read options of a tier, for the latest state.</summary>
    public nint ReadOptions(ReadTier tier) => _read[(int)tier];

    /// <summary>The prepared write options.</summary>
    public nint WriteOptions(bool noSlowdown) => _write[noSlowdown ? 1 : 0];

    /// <summary>New read options of a tier; the caller destroys them.</summary>
    public static nint CreateReadOptions(ReadTier tier)
    {
        var options = RocksDbNative.CreateReadOptions();
        // The numbers of ReadTier are RocksDB's: kReadAllTier, kBlockCacheTier, kPersistedTier.
        RocksDbNative.SetReadTier(options, (int)tier);
        // Nobody reads what a removed range held (see IStore.Write), so nobody pays for the ranges. And iterators of RocksDB 7 that stop for a disk beside a removed range
        // free memory twice.
        RocksDbNative.SetIgnoreRangeDeletions(options, 1);
        return options;
    }

    /// <summary>Takes a reference; every call needs its <see cref="SafeHandle.DangerousRelease"/>.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public void AddRef()
    {
        var taken = false;
        DangerousAddRef(ref taken);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        foreach (var options in _read)
        {
            RocksDbNative.DestroyReadOptions(options);
        }

        foreach (var options in _write)
        {
            RocksDbNative.DestroyWriteOptions(options);
        }

        foreach (var options in _fileOptions)
        {
            RocksDbNative.DestroyOptions(options);
        }

        RocksDbNative.DestroyEnvOptions(_envOptions);
        Destroy(handle, _cache, _options, _families);
        return true;
    }

    // Files built outside arrive at the top level, which is not compressed; compaction compresses them on their way down.
    private static nint CreateFileOptions(nint options)
    {
        var copy = RocksDbNative.CopyOptions(options);
        RocksDbNative.SetBottommostCompression(copy, 0);
        return copy;
    }

    // Compaction can wait while clients need the processors; flushes, which writers may wait for, stay as they are. The default
    // environment is one per process.
    private static void LowerCompactionPriority()
    {
        var env = RocksDbNative.CreateEnv();
        RocksDbNative.LowerCompactionPriority(env);
        RocksDbNative.DestroyEnv(env);
    }

    private static nint OpenNative(string directory, nint[] options, nint[] families)
    {
        var names = stackalloc byte*[families.Length];
        try
        {
            for (var i = 0; i < families.Length; i++)
            {
                names[i] = (byte*)Marshal.StringToCoTaskMemUTF8(FamilyNames.All[i]);
            }

            fixed (nint* optionsPointer = options)
            fixed (nint* familiesPointer = families)
            {
                var db = RocksDbNative.Open(options[0], directory, families.Length, names, optionsPointer, familiesPointer, out var error);
                RocksDbError.ThrowIfAny(error);
                return db;
            }
        }
        finally
        {
            for (var i = 0; i < families.Length; i++)
            {
                Marshal.FreeCoTaskMem((nint)names[i]);
            }
        }
    }

    /// <summary>The ids stand in every record of the log: a store whose families have others would put rows in the wrong place.</summary>
    private static void CheckIds(string directory, nint[] families)
    {
        for (var i = 0; i < families.Length; i++)
        {
            var id = RocksDbNative.FamilyId(families[i]);
            if (id != i)
            {
                throw new StoreException(
                    StoreError.Corruption,
                    $"the column family '{FamilyNames.All[i]}' of '{directory}' has id {id} instead of {i}: this is not a store of ours"
                );
            }
        }
    }

    private static void Destroy(nint db, nint cache, nint[] options, nint[] families)
    {
        foreach (var family in families)
        {
            if (family != 0)
            {
                RocksDbNative.DestroyFamily(family);
            }
        }

        if (db != 0)
        {
            RocksDbNative.Close(db);
        }

        foreach (var option in options)
        {
            if (option != 0)
            {
                RocksDbNative.DestroyOptions(option);
            }
        }

        RocksDbNative.DestroyCache(cache);
    }
}
