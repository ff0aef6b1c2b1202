namespace Pika.Storage.Binlog;

/// <summary>A place between two records: the file, the offset in it, and the record that ends there.</summary>
/// <param name="Segment">The number of the segment file.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Last">The record before this place; index 0 when there is none.</param>
public readonly record struct BinlogPosition(long Segment, long Offset, LogIndex Last);
