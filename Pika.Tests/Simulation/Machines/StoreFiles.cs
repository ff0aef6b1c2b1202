using System.Globalization;
using System.Text;
using Pika.Storage;
using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Tests.Simulated.Machines;

/// <summary>
/// The files of a <see cref="SimulatedStore"/>: one for each family, and <c>CURRENT</c>, which names them with their checksums and is replaced at
/// once, as RocksDB's is. So a checkpoint has several files to be sent, and a crash in the middle of a flush leaves the state before.
/// </summary>
internal sealed class StoreFiles(IFileSystem files, string directory)
{
    private const string Current = "CURRENT";
    private static readonly Family[] Families = Enum.GetValues<Family>();
    private readonly Dictionary<Family, string> _names = [];
    private int _number;

    /// <summary>A batch of all rows; null where nothing was written yet.</summary>
    /// <exception cref="StoreException">A file is damaged.</exception>
    public WriteBatch? Read()
    {
        if (!files.FileExists(Path.Combine(directory, Current)))
            return null;
        var all = new WriteBatch(0);
        foreach (var line in Encoding.UTF8.GetString(Whole(Current)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            var bytes = Whole(words[1]);
            if (Crc(bytes) != words[2])
                throw new StoreException(StoreError.Corruption, $"'{directory}/{words[1]}' is damaged");
            _names[Enum.Parse<Family>(words[0])] = words[1];
            _number = Math.Max(_number, int.Parse(words[1].Split('-')[0], CultureInfo.InvariantCulture));
            var rows = new WriteBatchReader(bytes);
            while (rows.Read())
                all.Put(rows.Family, rows.Key, rows.Value);
        }

        return all;
    }

    /// <summary>Writes a state, durably.</summary>
    public void Write(IStore rows)
    {
        _number++;
        var index = new StringBuilder();
        foreach (var family in Families)
        {
            var bytes = Encode(rows, family);
            _names[family] = $"{_number:D6}-{family}";
            Put(_names[family], bytes);
            index.Append(CultureInfo.InvariantCulture, $"{family} {_names[family]} {Crc(bytes)}\n");
        }

        Put(Current + ".new", Encoding.UTF8.GetBytes(index.ToString()));
        files.SyncDirectory(directory);
        files.Rename(Path.Combine(directory, Current + ".new"), Path.Combine(directory, Current));
        files.SyncDirectory(directory);
        foreach (var name in files.List(directory).Where(name => name != Current && !_names.ContainsValue(name)))
            files.Delete(Path.Combine(directory, name));
    }

    private static byte[] Encode(IStore rows, Family family)
    {
        var batch = new WriteBatch(0);
        using var row = rows.Iterate(family, default, default, ReadTier.All, null);
        for (row.SeekToFirst(); row.Valid; row.Next())
            batch.Put(family, row.Key, row.Value);
        return batch.Payload.ToArray();
    }

    private static string Crc(byte[] bytes) => Crc32C.Append(0, bytes).ToString("x8", CultureInfo.InvariantCulture);

    private void Put(string name, byte[] bytes)
    {
        var path = Path.Combine(directory, name);
        files.Delete(path);
        using var file = files.OpenAppend(path);
        file.Append(bytes);
        file.Sync();
    }

    private byte[] Whole(string name)
    {
        using var file = files.OpenRead(Path.Combine(directory, name));
        var bytes = new byte[file.Length];
        return bytes[..file.Read(0, bytes)];
    }
}
