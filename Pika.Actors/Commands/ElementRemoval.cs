using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>HDEL and SREM: the same but for names.</summary>
internal static class ElementRemoval
{
    /// <summary>Removes the elements that the words from the second on name, and the key with the last; returns how many there were.</summary>
    public static int Remove(CommandContext c, ElementsEdit edit, NotifyEvent kind, ReadOnlySpan<byte> name)
    {
        int removed = 0;
        for (int i = 2; i < c.Count && edit.Size > 0; i++)
        {
            removed += edit.Remove(c[i]) ? 1 : 0;
        }

        if (removed > 0)
        {
            bool gone = edit.Finish(changed: true);
            c.Notify(kind, name, c[1]);
            NotifyGone(c, c[1], gone);
        }

        return removed;
    }

    /// <summary>Tells of a key that went with its last element.</summary>
    public static void NotifyGone(CommandContext c, ReadOnlySpan<byte> key, bool gone)
    {
        if (gone)
        {
            c.Notify(NotifyEvent.Generic, "del"u8, key);
        }
    }
}
