using System.Globalization;

namespace Pika.Storage.Rdb;

/// <summary>Bytes that are no sound RDB. The message says what is wrong, and where.</summary>
public sealed class RdbException : Exception
{
    /// <summary>Damage at an offset; negative if no offset would help, because it lies inside something that is packed.</summary>
    public RdbException(string message, long offset = -1)
        : base(offset < 0 ? message : string.Create(CultureInfo.InvariantCulture, $"{message}, at offset {offset}"))
    {
        Reason = message;
        Offset = offset;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Where, in bytes from the beginning of what is read; negative if that is not known.</summary>
    public long Offset { get; }
}
