using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// What of a replica's progress its master has been told. Only what is news is told, and nothing is ever taken back.
/// </summary>
internal sealed class AckSchedule
{
    private Frame.Ack? _told;

    /// <summary>Whether the master waits for records that it knows to be here to be on disk.</summary>
    public bool WaitsForDisk => _told is { } told && told.Durable < told.Received;

    /// <summary>The link is a new one: its master knows nothing.</summary>
    public void Reset() => _told = null;

    /// <summary>The news, if there are any; they count as told.</summary>
    public bool TryNext(ulong received, ulong applied, ulong durable, out Frame.Ack news)
    {
        var told = _told ?? new Frame.Ack(0, 0, 0);
        news = new Frame.Ack(Math.Max(received, told.Received), Math.Max(applied, told.Applied), Math.Max(durable, told.Durable));
        if (news == _told)
        {
            return false;
        }

        _told = news;
        return true;
    }
}
