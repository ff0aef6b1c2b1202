using System.Runtime.InteropServices;

namespace Pika.Storage.Store.RocksDb;

/// <summary>
/// Turns the messages of the C API into <see cref="StoreException"/>. A message is Status::ToString(): the status class, a colon, details.
/// </summary>
internal static unsafe class RocksDbError
{
    /// <summary>Throws if there is a message, and frees it.</summary>
    public static void ThrowIfAny(nint error)
    {
        if (error != 0)
        {
            throw Take(error);
        }
    }

    /// <summary>Whether the status is Incomplete: a read that met its tier's end, or a write that would have had to wait.</summary>
    public static bool IsIncomplete(nint error) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)error).StartsWith("Result incomplete"u8);

    /// <summary>The exception for a message, which is freed.</summary>
    public static StoreException Take(nint error)
    {
        var message = Marshal.PtrToStringUTF8(error) ?? "";
        RocksDbNative.Free(error);
        return new StoreException(Classify(message), message);
    }

    /// <summary>The kind of failure that a message tells of.</summary>
    internal static StoreError Classify(string message)
    {
        if (message.StartsWith("Corruption", StringComparison.Ordinal))
        {
            return StoreError.Corruption;
        }

        if (message.StartsWith("IO error", StringComparison.Ordinal))
        {
            if (
                message.Contains("No space left", StringComparison.Ordinal)
                || message.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase)
            )
            {
                return StoreError.NoSpace;
            }

            var locked =
                message.Contains("/LOCK: ", StringComparison.Ordinal)
                && (message.Contains("lock file", StringComparison.Ordinal) || message.Contains("lock hold by", StringComparison.Ordinal));
            return locked && !message.Contains("Permission", StringComparison.Ordinal) ? StoreError.Locked : StoreError.Io;
        }

        return message.StartsWith("Space limit", StringComparison.Ordinal) ? StoreError.NoSpace : StoreError.Other;
    }
}
