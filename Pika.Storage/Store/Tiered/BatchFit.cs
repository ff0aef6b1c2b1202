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

            if (RowTable.HeaderBytes + rows.Key.Length + rows.Value.Length > RowTable.MaxRowBytes)
            {
                fit = Fit.TooBig;
            }
        }

        return fit;
    }
}
