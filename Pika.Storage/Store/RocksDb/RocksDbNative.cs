using System.Runtime.InteropServices;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// The part of RocksDB's C API (rocksdb/c.h) that we use; names without their "rocksdb_" prefix. Every <c>error</c> out-parameter
/// receives null or a malloc'ed message, see <see cref="RocksDbError"/>. Functions marked SuppressGCTransition only read a field of an
/// object that is in memory already: they cannot block, so they may hold the collector up for their few nanoseconds.
/// </summary>
internal static unsafe partial class RocksDbNative
{
    private const string Lib = RocksDbLibrary.Name;

    [LibraryImport(Lib, EntryPoint = "rocksdb_open_column_families", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(
        nint options,
        string path,
        int count,
        byte** names,
        nint* familyOptions,
        nint* families,
        out nint error
    );

    [LibraryImport(Lib, EntryPoint = "rocksdb_close")]
    public static partial void Close(nint db);

    [LibraryImport(Lib, EntryPoint = "rocksdb_cancel_all_background_work")]
    public static partial void CancelBackgroundWork(nint db, byte wait);

    [LibraryImport(Lib, EntryPoint = "rocksdb_column_family_handle_get_id")]
    public static partial uint FamilyId(nint family);

    [LibraryImport(Lib, EntryPoint = "rocksdb_column_family_handle_destroy")]
    public static partial void DestroyFamily(nint family);

    [LibraryImport(Lib, EntryPoint = "rocksdb_free")]
    public static partial void Free(nint memory);

    // The environment and its threads.
    [LibraryImport(Lib, EntryPoint = "rocksdb_create_default_env")]
    public static partial nint CreateEnv();

    [LibraryImport(Lib, EntryPoint = "rocksdb_env_lower_thread_pool_cpu_priority")]
    public static partial void LowerCompactionPriority(nint env);

    [LibraryImport(Lib, EntryPoint = "rocksdb_env_destroy")]
    public static partial void DestroyEnv(nint env);

    // Table files from outside.
    [LibraryImport(Lib, EntryPoint = "rocksdb_options_create_copy")]
    public static partial nint CopyOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_options_set_bottommost_compression")]
    public static partial void SetBottommostCompression(nint options, int compression);

    [LibraryImport(Lib, EntryPoint = "rocksdb_envoptions_create")]
    public static partial nint CreateEnvOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_envoptions_destroy")]
    public static partial void DestroyEnvOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_create")]
    public static partial nint CreateFileWriter(nint envOptions, nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void OpenFileWriter(nint writer, string path, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_put")]
    public static partial void FileWriterPut(nint writer, byte* key, nuint keyLength, byte* value, nuint valueLength, nint* error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_delete")]
    public static partial void FileWriterDelete(nint writer, byte* key, nuint keyLength, nint* error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_finish")]
    public static partial void FinishFileWriter(nint writer, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_sstfilewriter_destroy")]
    public static partial void DestroyFileWriter(nint writer);

    [LibraryImport(Lib, EntryPoint = "rocksdb_ingestexternalfileoptions_create")]
    public static partial nint CreateIngestOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_ingestexternalfileoptions_set_move_files")]
    public static partial void SetMoveFiles(nint options, byte move);

    [LibraryImport(Lib, EntryPoint = "rocksdb_ingestexternalfileoptions_destroy")]
    public static partial void DestroyIngestOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_ingest_external_file_cf", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Ingest(nint db, nint family, string[] files, nuint count, nint options, out nint error);

    // Point reads.
    [LibraryImport(Lib, EntryPoint = "rocksdb_get_pinned_cf")]
    public static partial nint GetPinned(nint db, nint options, nint family, byte* key, nuint keyLength, nint* error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_pinnableslice_value"), SuppressGCTransition]
    public static partial byte* PinnedValue(nint pinned, nuint* length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_pinnableslice_destroy")]
    public static partial void DestroyPinned(nint pinned);

    // Iterators and snapshots.
    [LibraryImport(Lib, EntryPoint = "rocksdb_create_iterator_cf")]
    public static partial nint CreateIterator(nint db, nint options, nint family);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_destroy")]
    public static partial void DestroyIterator(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_valid"), SuppressGCTransition]
    public static partial byte IteratorValid(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_seek_to_first")]
    public static partial void IteratorSeekToFirst(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_seek_to_last")]
    public static partial void IteratorSeekToLast(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_seek")]
    public static partial void IteratorSeek(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_seek_for_prev")]
    public static partial void IteratorSeekForPrev(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_next")]
    public static partial void IteratorNext(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_prev")]
    public static partial void IteratorPrev(nint iterator);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_key"), SuppressGCTransition]
    public static partial byte* IteratorKey(nint iterator, nuint* length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_value"), SuppressGCTransition]
    public static partial byte* IteratorValue(nint iterator, nuint* length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_iter_get_error")]
    public static partial void IteratorError(nint iterator, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_create_snapshot")]
    public static partial nint CreateSnapshot(nint db);

    [LibraryImport(Lib, EntryPoint = "rocksdb_release_snapshot")]
    public static partial void ReleaseSnapshot(nint db, nint snapshot);

    // Writes.
    [LibraryImport(Lib, EntryPoint = "rocksdb_writebatch_create_from")]
    public static partial nint CreateBatch(byte* bytes, nuint length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_writebatch_destroy")]
    public static partial void DestroyBatch(nint batch);

    [LibraryImport(Lib, EntryPoint = "rocksdb_write")]
    public static partial void Write(nint db, nint options, nint batch, nint* error);

    // Maintenance.
    [LibraryImport(Lib, EntryPoint = "rocksdb_checkpoint_object_create")]
    public static partial nint CreateCheckpointObject(nint db, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_checkpoint_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CreateCheckpoint(nint checkpoint, string directory, ulong logSizeForFlush, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_checkpoint_object_destroy")]
    public static partial void DestroyCheckpointObject(nint checkpoint);

    [LibraryImport(Lib, EntryPoint = "rocksdb_compact_range_cf_opt")]
    public static partial void CompactRange(nint db, nint family, nint options, byte* from, nuint fromLength, byte* to, nuint toLength);

    // RocksDB 6 has no error here and does not look at the last argument.
    [LibraryImport(Lib, EntryPoint = "rocksdb_approximate_sizes_cf")]
    public static partial void ApproximateSizes(
        nint db,
        nint family,
        int ranges,
        byte** from,
        nuint* fromLengths,
        byte** to,
        nuint* toLengths,
        ulong* sizes,
        nint* error
    );

    [LibraryImport(Lib, EntryPoint = "rocksdb_property_value_cf", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Property(nint db, nint family, string name);

    [LibraryImport(Lib, EntryPoint = "rocksdb_flushoptions_create")]
    public static partial nint CreateFlushOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_flushoptions_set_wait")]
    public static partial void SetWait(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_flushoptions_destroy")]
    public static partial void DestroyFlushOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_compactoptions_create")]
    public static partial nint CreateCompactOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_compactoptions_set_exclusive_manual_compaction")]
    public static partial void SetExclusive(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_compactoptions_set_bottommost_level_compaction")]
    public static partial void SetBottommost(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_compactoptions_destroy")]
    public static partial void DestroyCompactOptions(nint options);

    // Options.
    [LibraryImport(Lib, EntryPoint = "rocksdb_options_create")]
    public static partial nint CreateOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_options_destroy")]
    public static partial void DestroyOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_get_options_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void OptionsFromString(nint baseOptions, string text, nint newOptions, out nint error);

    [LibraryImport(Lib, EntryPoint = "rocksdb_options_set_block_based_table_factory")]
    public static partial void SetTable(nint options, nint tableOptions);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_create")]
    public static partial nint CreateTableOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_destroy")]
    public static partial void DestroyTableOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_block_cache")]
    public static partial void SetBlockCache(nint options, nint cache);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_block_size")]
    public static partial void SetBlockSize(nint options, nuint bytes);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_filter_policy")]
    public static partial void SetFilterPolicy(nint options, nint policy);

    [LibraryImport(Lib, EntryPoint = "rocksdb_filterpolicy_create_ribbon_hybrid")]
    public static partial nint CreateRibbon(double bloomBitsPerKey, int bloomBeforeLevel);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks")]
    public static partial void SetCacheIndexAndFilter(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority")]
    public static partial void SetCacheIndexAndFilterHighPriority(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache")]
    public static partial void SetPinL0(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_index_type")]
    public static partial void SetIndexType(nint options, int type);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_partition_filters")]
    public static partial void SetPartitionFilters(nint options, byte value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_data_block_index_type")]
    public static partial void SetDataBlockIndex(nint options, int type);

    [LibraryImport(Lib, EntryPoint = "rocksdb_block_based_options_set_format_version")]
    public static partial void SetFormatVersion(nint options, int version);

    [LibraryImport(Lib, EntryPoint = "rocksdb_cache_create_lru")]
    public static partial nint CreateCache(nuint capacity);

    [LibraryImport(Lib, EntryPoint = "rocksdb_cache_destroy")]
    public static partial void DestroyCache(nint cache);

    [LibraryImport(Lib, EntryPoint = "rocksdb_cache_get_usage")]
    public static partial nuint CacheUsage(nint cache);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_create")]
    public static partial nint CreateReadOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_destroy")]
    public static partial void DestroyReadOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_set_read_tier")]
    public static partial void SetReadTier(nint options, int tier);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_set_ignore_range_deletions")]
    public static partial void SetIgnoreRangeDeletions(nint options, byte ignore);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_set_snapshot")]
    public static partial void SetSnapshot(nint options, nint snapshot);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_set_iterate_lower_bound")]
    public static partial void SetLowerBound(nint options, byte* key, nuint length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_readoptions_set_iterate_upper_bound")]
    public static partial void SetUpperBound(nint options, byte* key, nuint length);

    [LibraryImport(Lib, EntryPoint = "rocksdb_writeoptions_create")]
    public static partial nint CreateWriteOptions();

    [LibraryImport(Lib, EntryPoint = "rocksdb_writeoptions_destroy")]
    public static partial void DestroyWriteOptions(nint options);

    [LibraryImport(Lib, EntryPoint = "rocksdb_writeoptions_disable_WAL")]
    public static partial void SetDisableWal(nint options, int value);

    [LibraryImport(Lib, EntryPoint = "rocksdb_writeoptions_set_no_slowdown")]
    public static partial void SetNoSlowdown(nint options, byte value);

    /// <summary>Atomic flush of several families, exported from RocksDB 8 on.</summary>
    public static void FlushFamilies(nint function, nint db, nint options, nint* families, int count, nint* error) =>
        ((delegate* unmanaged[Cdecl]<nint, nint, nint*, int, nint*, void>)function)(db, options, families, count, error);

    /// <param name="function">The address of rocksdb_disable_manual_compaction.</param>
    public static void DisableCompaction(nint function, nint db) => ((delegate* unmanaged[Cdecl]<nint, void>)function)(db);
}
