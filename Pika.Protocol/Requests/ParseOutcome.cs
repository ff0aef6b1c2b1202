namespace Pika.Protocol;

/// <summary>Why <see cref="RequestReader.Parse"/> stopped. Requests parsed before the stop are delivered in every case.</summary>
public enum ParseOutcome
{
    /// <summary>All complete requests are delivered; what remains needs more bytes.</summary>
    Drained,

    /// <summary>The batch is full and bytes remain: release it and parse again before reading from the socket.</summary>
    More,

    /// <summary>The bytes are not RESP. Reply <c>-ERR </c> and <see cref="RequestReader.ProtocolError"/>, then close.</summary>
    ProtocolError,

    /// <summary>An unfinished request outgrew <see cref="RequestLimits.QueryBufferLimit"/>. Close without a reply, as Redis does.</summary>
    QueryBufferLimit,
}
