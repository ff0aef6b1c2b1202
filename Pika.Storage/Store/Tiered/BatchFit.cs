namespace Pika.Storage.Store.Tiered;

/// <summary>How the table of hot rows can hold a batch.</summary>
internal enum Fit
{
    /// <summary>Puts and deletes of rows of usual size.</summary>
    Keepable,

    /// <summary>A row, or all together, would push out too much else.</summary>
    TooBig,

    /// <summary>It removes a range, in which the table may hold any rows.</summary>
    RemovesRange,
}

/// <summary>Tells how the table of hot rows can hold a batch.</summary>
internal static class BatchFit
{
    /// <summary>The fit of a batch, in one walk over it.</summary>
    public static Fit Of(ReadOnlySpan<byte> batch, long maxBatchBytes)
    {
        var fit = batch.Length > maxBatchBytes ? Fit.TooBig : Fit.Keepable;
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
        {
            if (rows.Operation == WriteBatchOperation.DeleteRange)
            {
                return Fit.RemovesRange;
            }

            if (RowLayout.SizeOf(rows.Family, rows.Key.Length, rows.Value.Length) > RowTable.MaxRowBytes)
            {
                fit = Fit.TooBig;
            }
        }

        return fit;
    }

    /// <summary>The highest version of a value that the batch has rows of; 0 for none.</summary>
    public static ulong HighestVersion(ReadOnlySpan<byte> batch)
    {
        ulong highest = 0;
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
        {
            bool hasVersion = CollectionPrefix.HasVersion(rows.Family) && rows.Key.Length >= CollectionPrefix.LengthOf(rows.Family);
            if (hasVersion && rows.Operation == WriteBatchOperation.Put)
            {
                highest = Math.Max(highest, CollectionPrefix.Of(rows.Family, rows.Key).Version);
            }
        }

        return highest;
    }
}
