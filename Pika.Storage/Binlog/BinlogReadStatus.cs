namespace Pika.Storage.Binlog;

/// <summary>What <see cref="BinlogReader.Next"/> met.</summary>
public enum BinlogReadStatus
{
    /// <summary>A sound record; it is in <see cref="BinlogReader.Record"/>.</summary>
    Record,

    /// <summary>Nothing more yet: all up to the limit, or to the last file's end, was read. Ask again when the log has grown.</summary>
    End,

    /// <summary>
    /// The last file ends with bytes that are no whole record, and no record follows them: a write was cut off by a crash, or is going on
    /// right now. <see cref="BinlogReader.Damage"/> has the place.
    /// </summary>
    Torn,

    /// <summary>Bytes before the tail are damaged; nothing behind them can be trusted; <see cref="BinlogReader.Damage"/> has the place.</summary>
    Corrupt,

    /// <summary>The file that should be read next does not exist: it was purged.</summary>
    Gone,
}

/// <summary>A damaged place.</summary>
/// <param name="File">The full path.</param>
/// <param name="Offset">Where the bad record, or the bad header, begins.</param>
/// <param name="Reason">What is wrong, for people.</param>
public sealed record BinlogDamage(string File, long Offset, string Reason)
{
    /// <summary>One line with all three.</summary>
    public override string ToString() => $"'{File}' at offset {Offset}: {Reason}";
}
