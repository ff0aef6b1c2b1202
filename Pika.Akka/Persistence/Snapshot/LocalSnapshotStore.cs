using System.Globalization;
using System.Text.Json;

namespace Akka.Persistence.Snapshot;

/// <summary>
/// Keeps each snapshot in a file of its own below the configured directory. The name holds identity, number and time; the content is JSON
/// with the type's name. A file appears under its name only when it is complete.
/// </summary>
public class LocalSnapshotStore : SnapshotStore
{
    private const string Prefix = "snapshot-";
    private readonly string _directory;

    /// <summary>How many snapshots are tried, from the latest back, when one cannot be read.</summary>
    private readonly int _maxLoadAttempts;

    /// <summary>Made by the extension.</summary>
    public LocalSnapshotStore()
    {
        var config = Persistence.Instance.Apply(Context.System).ConfigFor(Self);
        _directory = config.GetString("dir");
        _maxLoadAttempts = Math.Max(1, config.GetInt("max-load-attempts", 3));
    }

    private sealed record Content(string Type, JsonElement Data);

    /// <inheritdoc/>
    protected override async Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        var candidates = Saved(persistenceId)
            .Where(criteria.IsMatch)
            .OrderDescending(SnapshotMetadata.Comparer)
            .Take(_maxLoadAttempts)
            .ToList();
        Exception? failure = null;
        foreach (var metadata in candidates)
        {
            try
            {
                return new SelectedSnapshot(metadata, await Read(metadata).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                // An older snapshot with more events after it serves as well.
                failure = e;
            }
        }
        return failure is null ? null : throw failure;
    }

    /// <inheritdoc/>
    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        Directory.CreateDirectory(_directory);
        var content = new Content(
            snapshot.GetType().AssemblyQualifiedName!,
            JsonSerializer.SerializeToElement(snapshot, snapshot.GetType())
        );
        var file = FileOf(metadata);
        var staged = file + ".tmp";
        var stream = new FileStream(staged, FileMode.Create);
        await using (stream.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(stream, content).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(staged, file, overwrite: true);
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        foreach (var saved in Saved(metadata.PersistenceId))
        {
            if (
                saved.SequenceNr == metadata.SequenceNr
                && (metadata.Timestamp == DateTime.MinValue || saved.Timestamp == metadata.Timestamp)
            )
                File.Delete(FileOf(saved));
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        foreach (var saved in Saved(persistenceId).Where(criteria.IsMatch))
            File.Delete(FileOf(saved));
        return Task.CompletedTask;
    }

    private async Task<object> Read(SnapshotMetadata metadata)
    {
        var stream = File.OpenRead(FileOf(metadata));
        await using (stream.ConfigureAwait(false))
        {
            var content = await JsonSerializer.DeserializeAsync<Content>(stream).ConfigureAwait(false);
            var type = Type.GetType(content!.Type, throwOnError: true)!;
            return content.Data.Deserialize(type)!;
        }
    }

    private List<SnapshotMetadata> Saved(string persistenceId)
    {
        if (!Directory.Exists(_directory))
            return [];
        var start = $"{Prefix}{Uri.EscapeDataString(persistenceId)}@";
        var found = new List<SnapshotMetadata>();
        foreach (var path in Directory.EnumerateFiles(_directory))
        {
            var name = Path.GetFileName(path);
            if (!name.StartsWith(start, StringComparison.Ordinal))
                continue;
            var parts = name[start.Length..].Split('-');
            if (parts.Length == 2 && long.TryParse(parts[0], out var number) && long.TryParse(parts[1], out var ticks))
                found.Add(new SnapshotMetadata(persistenceId, number, new DateTime(ticks, DateTimeKind.Utc)));
        }
        return found;
    }

    private string FileOf(SnapshotMetadata metadata) =>
        Path.Combine(
            _directory,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{Uri.EscapeDataString(metadata.PersistenceId)}@{metadata.SequenceNr}-{metadata.Timestamp.Ticks}"
            )
        );
}
