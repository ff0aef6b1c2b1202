using Pika.Actors.Configuration;

namespace Pika.Actors.Log;

/// <summary>
/// Decides when the log is synced, and when appending has to wait for a sync. Pure: it counts appended bytes and ticks of a second.
/// One sync runs at a time; whatever is appended meanwhile is the next one's.
/// <list type="bullet">
/// <item><c>always</c>: at once; all turns that wait share the next sync.</item>
/// <item><c>everysec</c>: at each tick. A sync that outlasts <see cref="GraceTicks"/> makes appending wait for its end, as Redis does: so a
/// machine's crash takes no more than three seconds of answered writes, however slow the disk is.</item>
/// <item><c>no</c>: when the kernel chooses to, except towards the end of a segment, which has to be whole before the next one begins.</item>
/// </list>
/// </summary>
internal sealed class SyncSchedule
{
    /// <summary>Bytes after which a sync starts before its time: small enough that no sync, and no roll, has much to write at once.</summary>
    public const int StepBytes = 8 << 20;

    /// <summary>Redis gives a background sync two seconds before it lets writes wait.</summary>
    public const int GraceTicks = 2;

    private long _sinceStart;
    private int _ticks;

    /// <summary>A sync is under way.</summary>
    public bool Running { get; private set; }

    /// <summary>Syncs that appending had to wait for.</summary>
    public long Delayed { get; private set; }

    /// <summary>Notes an appended record. True: start a sync now.</summary>
    /// <param name="left">Bytes that the segment still has room for.</param>
    public bool Appended(AppendFsync policy, int bytes, long left)
    {
        _sinceStart += bytes;
        return !Running
            && (policy == AppendFsync.Always || (_sinceStart >= StepBytes && (policy == AppendFsync.EverySec || left < 2 * StepBytes)));
    }

    /// <summary>Whether what was appended during the last sync asks for the next one at once.</summary>
    public bool IsDue(AppendFsync policy) => !Running && _sinceStart > 0 && policy == AppendFsync.Always;

    /// <summary>A second is over. True: start a sync now.</summary>
    public bool Tick(AppendFsync policy)
    {
        if (!Running)
        {
            return _sinceStart > 0 && policy != AppendFsync.No;
        }

        if (++_ticks == GraceTicks && policy == AppendFsync.EverySec)
        {
            Delayed++;
        }

        return false;
    }

    /// <summary>Whether appending has to wait for the end of the running sync.</summary>
    public bool MustWait(AppendFsync policy) => Running && _ticks >= GraceTicks && policy == AppendFsync.EverySec;

    /// <summary>A sync has started; it covers what was appended before.</summary>
    public void Started() => (Running, _sinceStart, _ticks) = (true, 0, 0);

    /// <summary>A new segment has begun; what was appended before is synced.</summary>
    public void Rolled() => _sinceStart = 0;

    /// <summary>The sync has ended.</summary>
    public void Ended() => Running = false;
}
