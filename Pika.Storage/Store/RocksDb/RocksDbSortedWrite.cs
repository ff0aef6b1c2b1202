using System.Globalization;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// Takes many sorted rows in as table files, one per family, beside the memtables: building a file costs a fraction of what
/// inserting the same rows one by one into a skip list, and writing that out later, would.
/// </summary>
internal sealed unsafe class RocksDbSortedWrite
{
    private readonly RocksDbHandle _handle;
    private readonly string _directory;
    private long _lastFile;

    /// <summary>Files are built in <paramref name="directory"/>, on the volume of the database; leftovers of a crash are removed.</summary>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public RocksDbSortedWrite(RocksDbHandle handle, string directory)
    {
        (_handle, _directory) = (handle, directory);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
    }

    /// <summary>Builds all files, then takes them in by ascending family, so that the applied row's family is the last.</summary>
    /// <exception cref="StoreException">A file could not be built or taken in; those of lower families may have been.</exception>
    public void Write(ISortedRows rows)
    {
        var files = new List<(Family Family, string Path)>();
        _handle.AddRef();
        try
        {
            Build(rows, files);
            foreach (var (family, path) in files)
            {
                TakeIn(family, path);
            }
        }
        finally
        {
            _handle.DangerousRelease();
            files.ForEach(static file => File.Delete(file.Path));
        }
    }

    private void Build(ISortedRows rows, List<(Family Family, string Path)> files)
    {
        nint writer = 0;
        Family? current = null;
        try
        {
            while (rows.Read())
            {
                if (rows.Family != current)
                {
                    Finish(ref writer);
                    current = rows.Family;
                    files.Add((rows.Family, NextPath()));
                    writer = Open(rows.Family, files[^1].Path);
                }

                Add(writer, rows);
            }

            Finish(ref writer);
        }
        finally
        {
            if (writer != 0)
            {
                RocksDbNative.DestroyFileWriter(writer);
            }
        }
    }

    private nint Open(Family family, string path)
    {
        var writer = RocksDbNative.CreateFileWriter(_handle.EnvOptions, _handle.FileOptions(family));
        RocksDbNative.OpenFileWriter(writer, path, out var error);
        if (error != 0)
        {
            RocksDbNative.DestroyFileWriter(writer);
        }

        RocksDbError.ThrowIfAny(error);
        return writer;
    }

    private static void Add(nint writer, ISortedRows row)
    {
        nint error = 0;
        var key = row.Key;
        var value = row.Value;
        fixed (byte* keyBytes = key)
        fixed (byte* valueBytes = value)
        {
            if (row.Deleted)
            {
                RocksDbNative.FileWriterDelete(writer, keyBytes, (nuint)key.Length, &error);
            }
            else
            {
                RocksDbNative.FileWriterPut(writer, keyBytes, (nuint)key.Length, valueBytes, (nuint)value.Length, &error);
            }
        }

        RocksDbError.ThrowIfAny(error);
    }

    private static void Finish(ref nint writer)
    {
        if (writer == 0)
        {
            return;
        }

        var finished = writer;
        RocksDbNative.FinishFileWriter(finished, out var error);
        RocksDbNative.DestroyFileWriter(finished);
        writer = 0;
        RocksDbError.ThrowIfAny(error);
    }

    private void TakeIn(Family family, string path)
    {
        var options = RocksDbNative.CreateIngestOptions();
        try
        {
            RocksDbNative.SetMoveFiles(options, 1);
            RocksDbNative.Ingest(_handle.Db, _handle.Of(family), [path], 1, options, out var error);
            RocksDbError.ThrowIfAny(error);
        }
        finally
        {
            RocksDbNative.DestroyIngestOptions(options);
        }
    }

    private string NextPath() => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{++_lastFile}.sst"));
}
