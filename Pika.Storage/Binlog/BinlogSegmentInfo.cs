namespace Pika.Storage.Binlog;

/// <summary>What is known of one segment, at one moment.</summary>
/// <param name="Segment">The number of the file.</param>
/// <param name="FirstIndex">The index of its first record, or the one that it will have.</param>
/// <param name="LastIndex">The index of its last record; <c>FirstIndex - 1</c> while it is empty.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="CreatedMs">When it was created, in milliseconds since 1970.</param>
/// <param name="LastRecordMs">
/// When its last record was written. For a segment that was not read since the start: when its successor was created.
/// </param>
public sealed record BinlogSegmentInfo(long Segment, ulong FirstIndex, ulong LastIndex, long Bytes, long CreatedMs, long LastRecordMs);
