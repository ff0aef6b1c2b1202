namespace Pika.Protocol;

/// <summary>Where a parsed request begins in the query buffer, and which of the batch's ranges are its arguments.</summary>
internal readonly record struct ParsedRequest(int Start, int FirstRange, int Count);
