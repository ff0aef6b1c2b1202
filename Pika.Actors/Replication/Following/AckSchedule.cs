using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// What of a replica's progress its master has been told. Only what is news is told, and nothing is ever taken back. That records are here is told along with
/// what somebody waits for, that they can be read or are on disk, or once in a second: each acknowledgement costs both sides.
/// </summary>
internal sealed class AckSchedule
{
    private Frame.Ack? _told;

    /// <summary>Whether the master waits for records that can be read here to be on disk.</summary>
    public bool WaitsForDisk => _told is { } told && told.Durable < told.Applied;

    /// <summary>The link is a new one: its master knows nothing.</summary>
    public void Reset() => _told = null;

    /// <summary>The news, if there are any; they count as told.</summary>
    /// <param name="received">The last record that is here.</param>
    /// <param name="applied">The last one that can be read.</param>
    /// <param name="durable">The last one that is on disk.</param>
    /// <param name="all">Whether it is news that records are here and no more than that.</param>
    /// <param name="news">What to tell.</param>
    public bool TryNext(ulong received, ulong applied, ulong durable, bool all, out Frame.Ack news)
    {
        var told = _told ?? new Frame.Ack(0, 0, 0);
        news = new Frame.Ack(Math.Max(received, told.Received), Math.Max(applied, told.Applied), Math.Max(durable, told.Durable));
        if (news == _told || (_told is not null && !all && (news.Applied, news.Durable) == (told.Applied, told.Durable)))
        {
            return false;
        }

        _told = news;
        return true;
    }
}
