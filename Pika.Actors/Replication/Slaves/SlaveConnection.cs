using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// The present link of a replica, if it has one, and when it was last heard of. What comes of any other link is late. Used by one
/// <see cref="SlaveNode"/>.
/// </summary>
internal sealed class SlaveConnection(PikaNode node)
{
    /// <summary>The link; null while the replica is away.</summary>
    public IReplicationLink? Link { get; private set; }

    /// <summary>When the replica was last heard of, ms of the steady clock.</summary>
    public long HeardMs { get; private set; }

    /// <summary>Whether the replica has not been heard of for as long as a link may be silent, and for how many seconds.</summary>
    public bool IsSilent(out long seconds)
    {
        seconds = (node.SteadyMs() - HeardMs) / 1000;
        return Link is not null && HasBeenAway;
    }

    /// <summary>Whether the replica was not heard of for as long as a link may be silent, whether or not it has one.</summary>
    public bool HasBeenAway => node.SteadyMs() - HeardMs > node.Config.ReplTimeout * 1000L;

    /// <summary>Whether what is being asked, or was found out, is about the present link.</summary>
    public bool Is(ulong session) => Link is not null && Link.Session == session;

    /// <summary>Whether something has come of the present link: then the replica was heard of.</summary>
    public bool Hears(LinkEvent received)
    {
        bool isPresent = received.Link == Link;
        if (isPresent)
        {
            HeardMs = node.SteadyMs();
        }

        return isPresent;
    }

    /// <summary>The replica has connected.</summary>
    public void Attach(IReplicationLink link)
    {
        Close("the replica has connected again");
        (Link, HeardMs) = (link, node.SteadyMs());
    }

    /// <summary>Sends a frame, if the replica is there.</summary>
    public void Send(Frame frame)
    {
        if (Link is null)
        {
            frame.Release();
        }
        else
        {
            Link.Send(frame);
        }
    }

    /// <summary>Says that the master is there, outside of a stream.</summary>
    public void SendAlive() =>
        Send(new Frame.MasterAlive(node.Binlog.Position.Last.Index, node.Binlog.Durable.Last.Index, node.DataClock.NowMs(), 0, 0));

    /// <summary>Orders a full sync.</summary>
    public void SendFullSync(SyncCheck.Failed why)
    {
        if (why.DivergesAt == 0)
        {
            // The replica finds out by itself which of its records are not ours, also one that asks for all data anew and does not say what it has.
            Send(new Frame.Epochs(EpochList.Write(node.History, node.Binlog.Position.Last)));
        }

        Send(new Frame.FullSync(why.Reason, why.DivergesAt));
    }

    /// <summary>The replica is in the stream: it gets the messages that are published, too.</summary>
    public void PassMessages() => node.Forwarding.Add(Link!);

    /// <summary>Ends the link, if there is one. The replica is away from then on.</summary>
    public void Close(string reason)
    {
        if (Link is { } link)
        {
            node.Forwarding.Remove(link);
            link.Close(reason);
            Link = null;
        }
    }

    /// <summary>Where clients reach a replica: where it says itself, or else where its link comes from.</summary>
    public static string HostOf(Frame.TrySync request, IReplicationLink link)
    {
        string remote = link.Remote;
        return request.Host.Length > 0 ? request.Host
            : remote.LastIndexOf(':') is > 0 and var at ? remote[..at].Trim('[', ']')
            : remote;
    }
}
