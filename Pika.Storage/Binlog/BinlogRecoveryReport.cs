namespace Pika.Storage.Binlog;

/// <summary>What recovery found and did.</summary>
/// <param name="Directory">The log, ready for <see cref="BinlogWriter.Open"/>.</param>
/// <param name="Last">The last record of the log; index 0 when nothing was ever written.</param>
/// <param name="Replayed">Records that the store did not have and was given.</param>
/// <param name="Cut">The torn tail that was cut off, or null.</param>
public sealed record BinlogRecoveryReport(BinlogDirectory Directory, LogIndex Last, long Replayed, BinlogCut? Cut);

/// <summary>A torn tail that recovery cut off.</summary>
/// <param name="Damage">Where it began and what was wrong with it.</param>
/// <param name="Bytes">How many bytes it had.</param>
public sealed record BinlogCut(BinlogDamage Damage, long Bytes)
{
    /// <summary>One line for the log of the node.</summary>
    public override string ToString() => $"cut {Bytes} bytes of an unfinished write from {Damage}";
}
