using System.Globalization;
using System.Text;
using Pika.Actors.Configuration;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>
/// Pika's dumps: each is a directory named after its day, in <c>dump-path</c>, with a checkpoint of the store and a file <c>info</c>, which is written last. A node
/// started with the directory as its <c>dir</c> has the data of that moment. A second dump of a day replaces the first.
/// </summary>
public sealed class Dumps(IStore store, IFileSystem files, ServerConfig config, TimeProvider time)
{
    private const string DayFormat = "yyyyMMdd";

    private string Root =>
        config.DumpPath.Length > 0 ? Path.GetFullPath(config.DumpPath) : Path.Combine(Path.GetFullPath(config.Dir), "dump");

    /// <summary>Makes today's dump. Blocks.</summary>
    /// <exception cref="StoreException">The checkpoint failed.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Make()
    {
        var now = time.GetLocalNow();
        string directory = Path.Combine(Root, config.DumpPrefix + now.ToString(DayFormat, CultureInfo.InvariantCulture));
        files.DeleteDirectory(directory);
        files.CreateDirectory(directory);
        var applied = store.Checkpoint(Path.Combine(directory, "db"));
        using (var info = files.OpenAppend(Path.Combine(directory, "info")))
        {
            info.Append(Encoding.UTF8.GetBytes(Describe(now, applied)));
            info.Sync();
        }

        files.SyncDirectory(directory);
    }

    /// <summary>Deletes all dumps with the present prefix. Blocks.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void DeleteAll()
    {
        foreach (string name in files.ListDirectories(Root))
        {
            if (IsDump(name))
            {
                files.DeleteDirectory(Path.Combine(Root, name));
            }
        }
    }

    private bool IsDump(string name) =>
        name.StartsWith(config.DumpPrefix, StringComparison.Ordinal)
        && DateTime.TryParseExact(name[config.DumpPrefix.Length..], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private string Describe(DateTimeOffset now, LogIndex? applied) =>
        $"time:{now.ToUnixTimeSeconds()}\nport:{config.Port}\napplied:{applied?.ToString() ?? "none"}\n";
}
