namespace Pika.Protocol;

/// <summary>
/// The bounds on what a client may send, one object shared by all connections. The settable ones follow CONFIG SET
/// while connections are open; a reader looks at them each time it parses.
/// </summary>
public sealed class RequestLimits
{
    /// <summary>The first size of a connection's query buffer in bytes; one read of this size fills most pipelines.</summary>
    public const int QueryBufferSize = 16 * 1024;

    /// <summary>Longest inline request, and longest header line of a multibulk one, in bytes.</summary>
    public const int MaxInlineLength = 64 * 1024;

    /// <summary>Most arguments that a multibulk header may announce. What arrives of them is bounded by <see cref="QueryBufferLimit"/>.</summary>
    public const int MaxArguments = int.MaxValue;

    /// <summary>
    /// What each argument of an unfinished request counts towards <see cref="QueryBufferLimit"/> beside its bytes, so that a flood of empty
    /// arguments is bounded as well.
    /// </summary>
    public const int BytesPerArgument = 8;

    /// <summary>Most requests that one call of <see cref="RequestReader.Parse"/> delivers: a batch handed to the shards.</summary>
    public const int MaxRequestsPerBatch = 1024;

    /// <summary>Most arguments of a request before the client has authenticated.</summary>
    public const int MaxUnauthenticatedArguments = 10;

    /// <summary>Longest argument in bytes before the client has authenticated.</summary>
    public const int MaxUnauthenticatedBulkLength = 16 * 1024;

    /// <summary><c>proto-max-bulk-len</c>: longest single argument in bytes.</summary>
    public long MaxBulkLength { get; set; } = 512L * 1024 * 1024;

    /// <summary><c>client-query-buffer-limit</c>: most bytes held for one unfinished request.</summary>
    public long QueryBufferLimit { get; set; } = 1024L * 1024 * 1024;
}
