namespace Pika.Protocol;

/// <summary>How far one step of <see cref="RequestReader"/> came.</summary>
internal enum ParseStep
{
    /// <summary>The part is understood, and the position is after it.</summary>
    Done,

    /// <summary>It needs more bytes.</summary>
    Incomplete,

    /// <summary>It is not RESP; <see cref="RequestReader.ProtocolError"/> says why.</summary>
    Failed,
}
