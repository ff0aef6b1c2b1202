using System.Collections.Immutable;

namespace Pika.Storage.Store.Memory;

/// <summary>All rows at one moment.</summary>
internal sealed class MemoryState(MemoryRows[] families)
{
    public static MemoryState Empty { get; } = new([.. Enumerable.Repeat(MemoryRows.Empty, Enum.GetValues<Family>().Length)]);

    public MemoryRows Of(Family family) => families[(int)family];

    /// <summary>The state after a write batch.</summary>
    /// <exception cref="StoreException">The batch is malformed.</exception>
    public MemoryState Apply(ReadOnlySpan<byte> batch)
    {
        var builders = new ImmutableSortedSet<MemoryRow>.Builder?[families.Length];
        var reader = new WriteBatchReader(batch);
        while (reader.Read())
        {
            var rows = builders[(int)reader.Family] ??= families[(int)reader.Family].All.ToBuilder();
            var row = new MemoryRow(reader.Key.ToArray(), reader.Value.ToArray());
            switch (reader.Operation)
            {
                case WriteBatchOperation.Put:
                    rows.Remove(row);
                    rows.Add(row);
                    break;
                case WriteBatchOperation.Delete:
                    rows.Remove(row);
                    break;
                default:
                    RemoveRange(rows, row.Key, row.Value);
                    break;
            }
        }

        return new MemoryState([.. families.Select((before, i) => builders[i] is { } rows ? new MemoryRows(rows.ToImmutable()) : before)]);
    }

    /// <summary>A batch that makes this state out of an empty one.</summary>
    public WriteBatch Encode()
    {
        var batch = new WriteBatch(0);
        for (var family = 0; family < families.Length; family++)
        {
            foreach (var row in families[family].All)
            {
                batch.Put((Family)family, row.Key, row.Value);
            }
        }

        return batch;
    }

    private static void RemoveRange(ImmutableSortedSet<MemoryRow>.Builder rows, byte[] from, byte[] to)
    {
        var view = new MemoryRows(rows.ToImmutable());
        for (var i = view.FirstAtOrAfter(from); i < view.Count && view[i].Key.AsSpan().SequenceCompareTo(to) < 0; i++)
        {
            rows.Remove(view[i]);
        }
    }
}
