namespace Pika.Storage.Files;

/// <summary>Tells a full volume (or a used-up quota) from other failures.</summary>
internal static class DiskFull
{
    /// <summary>ENOSPC, the same on Linux and macOS; .NET passes errno on as the HResult.</summary>
    private const int NoSpace = 28;

    /// <summary>EDQUOT.</summary>
    private static readonly int QuotaExceeded = OperatingSystem.IsMacOS() ? 69 : 122;

    /// <summary>Whether the failure is a full volume.</summary>
    public static bool Is(IOException failure) => failure.HResult == NoSpace || failure.HResult == QuotaExceeded;

    /// <summary>Does something with a path, turning the failure of a full volume into <see cref="DiskFullException"/>.</summary>
    public static T Translate<T>(string path, Func<string, T> action)
    {
        try
        {
            return action(path);
        }
        catch (IOException failure) when (Is(failure))
        {
            throw new DiskFullException(path, failure);
        }
    }
}
