using System.Globalization;
using System.Text;
using Pika.Storage;
using Pika.Storage.Files;

namespace Pika.Actors.Replication.Roles;

/// <summary>
/// The history of the node's role on disk: a line of text for each change, the oldest first, each with its number and a checksum
/// (docs/formats/role.md). A last line that is cut off was never answered for, and is dropped; anything else that is damaged is an error.
/// </summary>
internal sealed class RoleFile(IFileSystem files, string path)
{
    private const string Master = "master";
    private const string Replica = "replicaof";
    private const string Heir = "heir";
    private const string HeirLeads = "heirleads";

    /// <summary>Reads all events with their numbers.</summary>
    /// <exception cref="IOException">The disk failed, or the file is damaged.</exception>
    public IReadOnlyList<(long Number, RoleEvent Event)> Read()
    {
        var events = new List<(long, RoleEvent)>();
        foreach (string line in WholeLines())
        {
            events.Add(
                Parse(line)
                    ?? throw new IOException(
                        $"'{path}', line {events.Count + 1}, is damaged: '{line}'. Repair it or remove the file, and order the role anew with REPLICAOF"
                    )
            );
        }

        return events;
    }

    /// <summary>Appends an event and makes it durable.</summary>
    /// <exception cref="IOException">The disk refused; the file is as it was.</exception>
    public void Append(long number, RoleEvent change)
    {
        using var file = files.OpenAppend(path);
        long end = Encoding.UTF8.GetByteCount(string.Concat(WholeLines().Select(static line => line + "\n")));
        if (file.Length != end)
        {
            file.Truncate(end);
        }

        try
        {
            file.Append(Encoding.UTF8.GetBytes(Format(number, change)));
            file.Sync();
            if (end == 0)
            {
                // The file is new, or its directory could not be synced before.
                files.SyncDirectory(Path.GetDirectoryName(path)!);
            }
        }
        catch
        {
            file.Truncate(end);
            throw;
        }
    }

    /// <summary>The line of an event.</summary>
    public static string Format(long number, RoleEvent change)
    {
        string what = change switch
        {
            RoleEvent.BecameReplica to => $"{(to.IsHeir ? Heir : Replica)} {Uri.EscapeDataString(to.Host)} {to.Port}",
            RoleEvent.HeirLeads => HeirLeads,
            _ => Master,
        };
        string text = string.Create(CultureInfo.InvariantCulture, $"{number} {change.AtMs} {what}");
        return $"{text} {Crc(text)}\n";
    }

    private static RoleEvent? ParseEvent(string[] words) =>
        words.Length > 3 && long.TryParse(words[1], CultureInfo.InvariantCulture, out long at)
            ? words[2..^1] switch
            {
                [Master] => new RoleEvent.BecameMaster(at),
                [HeirLeads] => new RoleEvent.HeirLeads(at),
                [Replica or Heir, var host, var port] when int.TryParse(port, CultureInfo.InvariantCulture, out int number) =>
                    new RoleEvent.BecameReplica(at, Uri.UnescapeDataString(host), number, words[2] == Heir),
                _ => null,
            }
            : null;

    private static (long, RoleEvent)? Parse(string line)
    {
        string[] words = line.Split(' ');
        string text = string.Join(' ', words.SkipLast(1));
        return
            words[^1] == Crc(text)
            && long.TryParse(words[0], CultureInfo.InvariantCulture, out long number)
            && ParseEvent(words) is { } change
            ? (number, change)
            : null;
    }

    private static string Crc(string text) => Crc32C.Append(0, Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);

    private IEnumerable<string> WholeLines()
    {
        if (!files.FileExists(path))
        {
            return [];
        }

        using var file = files.OpenRead(path);
        var bytes = new byte[file.Length];
        int read = 0;
        while (read < bytes.Length && file.Read(read, bytes.AsSpan(read)) is > 0 and var count)
        {
            read += count;
        }

        return Encoding.UTF8.GetString(bytes, 0, read).Split('\n').SkipLast(1);
    }
}
