using System.Buffers.Binary;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Wire;

/// <summary>The epochs of a master as they are sent, and what a replica makes of them: where its own history parts from them.</summary>
internal static class EpochList
{
    /// <summary>Bytes of an epoch: its id, and the last of its records (u64, little-endian).</summary>
    private const int EntrySize = FrameFormat.IdSize + sizeof(ulong);

    /// <summary>The epochs, the oldest first.</summary>
    /// <param name="end">The last record of the log. If it is of a later epoch, whose first record the store has not got yet, it cannot be said where the present one ends: it counts as short.</param>
    public static Payload Write(LogHistory history, LogIndex end)
    {
        ulong last = history.Current is { } current && current.Epoch < end.Epoch ? current.FirstIndex : end.Index;
        var payload = Payload.Rent(history.Epochs.Count * EntrySize);
        var rest = payload.Span;
        foreach (var epoch in history.Epochs)
        {
            Convert.FromHexString(epoch.Id, rest[..FrameFormat.IdSize], out _, out _);
            BinaryPrimitives.WriteUInt64LittleEndian(rest[FrameFormat.IdSize..], Math.Min(history.LastIndexOf(epoch), last));
            rest = rest[EntrySize..];
        }

        return payload;
    }

    /// <summary>
    /// The first record of a log that its master has not: the one behind the last that both have of the youngest epoch that both know. 0 if there is
    /// none, or if the two have nothing in common.
    /// </summary>
    /// <param name="master">What <see cref="Write"/> has made of the master's history. What is no whole epoch at its end is passed over.</param>
    /// <param name="own">The history of the log.</param>
    /// <param name="end">Its last record.</param>
    public static ulong FirstUnknown(ReadOnlySpan<byte> master, LogHistory own, ulong end)
    {
        for (int i = own.Epochs.Count - 1; i >= 0; i--)
        {
            if (TryFind(master, own.Epochs[i].Id, out ulong last))
            {
                ulong shared = Math.Min(last, own.LastIndexOf(own.Epochs[i]));
                return shared < end ? shared + 1 : 0;
            }
        }

        return 0;
    }

    private static bool TryFind(ReadOnlySpan<byte> list, string id, out ulong last)
    {
        Span<byte> wanted = stackalloc byte[FrameFormat.IdSize];
        Convert.FromHexString(id, wanted, out _, out _);
        for (; list.Length >= EntrySize; list = list[EntrySize..])
        {
            if (list.StartsWith(wanted))
            {
                last = BinaryPrimitives.ReadUInt64LittleEndian(list[FrameFormat.IdSize..]);
                return true;
            }
        }

        last = 0;
        return false;
    }
}
