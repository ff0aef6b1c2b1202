using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Replication.Following;

/// <summary>What <see cref="MasterLink"/> tells of itself: at once when its state changes, once in a second what changes all the time.</summary>
internal sealed class MasterBoard(PikaNode node, IActorRef parent, IActorRef self, string host, int port)
{
    private long _heardMs;

    /// <summary>What was told last.</summary>
    public MasterFacts Facts { get; private set; } = new(host, port, MasterLinkState.TryConnect, node.NowMs(), 0, "");

    /// <summary>The last record of the master that is known.</summary>
    public ulong MasterIndex { get; set; }

    /// <summary>The master, with what it wants to be told by the configuration of this moment.</summary>
    public ReplicaTarget Target =>
        new(host, port, node.Config.MasterUser, node.Config.MasterAuth, TimeSpan.FromSeconds(node.Config.ReplTimeout));

    /// <summary>Tells it, if it is news.</summary>
    public void Publish(MasterFacts facts)
    {
        facts = facts with { LastIoMs = _heardMs, MasterIndex = MasterIndex };
        if (facts != Facts)
        {
            Facts = facts;
            parent.Tell(facts, self);
        }
    }

    /// <summary>The stream goes.</summary>
    public void PublishUp() =>
        Publish(
            Facts with
            {
                State = MasterLinkState.Connected,
                SinceMs = node.NowMs(),
                Problem = "",
                Retries = 0,
                IsIncomplete = false,
                SyncTotalBytes = 0,
                SyncReadBytes = 0,
            }
        );

    /// <summary>The link is down.</summary>
    /// <param name="state">Whether that is an error.</param>
    /// <param name="reason">Why.</param>
    public void PublishDown(MasterLinkState state, string reason)
    {
        long since = Facts.State == MasterLinkState.Connected ? node.NowMs() : Facts.SinceMs;
        long retries = Facts.State == MasterLinkState.Connected ? 0 : Facts.Retries + 1;
        Publish(Facts with { State = state, SinceMs = since, Problem = reason, Retries = retries });
    }

    /// <summary>The master was heard.</summary>
    public void Heard() => _heardMs = node.NowMs();

    /// <summary>A second has passed.</summary>
    public void Tick() => Publish(Facts);
}
