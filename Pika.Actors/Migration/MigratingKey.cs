using Pika.Actors.Clients;

namespace Pika.Actors.Migration;

/// <summary>A key on its way to another server.</summary>
/// <param name="watch">Tells whether it is changed after the watch began, which is before it is read.</param>
internal sealed class MigratingKey(byte[] name, WatchSet watch)
{
    /// <summary>The key.</summary>
    public byte[] Name { get; } = name;

    /// <summary>Is dirty when the key has been changed.</summary>
    public WatchSet Watch { get; } = watch;

    /// <summary>It was found and sent, so that a reply is to come.</summary>
    public bool Sent { get; set; }

    /// <summary>When it expires, as it was read, unix ms; 0: never.</summary>
    public long ExpireAt { get; set; }

    /// <summary>Why it cannot be sent; null if it can.</summary>
    public string? Unfit { get; set; }

    /// <summary>The target has taken it.</summary>
    public bool Taken { get; set; }

    /// <summary>It was taken but changed or removed here meanwhile, so that what is here stays as it is.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether what was sent has expired by itself, here as there.</summary>
    public bool HasExpired(long now) => ExpireAt != 0 && ExpireAt <= now;
}
