using Akka.Actor;
using Pika.Actors.Clients;

namespace Pika.Actors.Node;

/// <summary>What a server does by the clock, <c>hz</c> times a second: samples the rates of INFO, and once a second looks at all clients.</summary>
internal sealed class Housekeeper : UntypedActor, IWithTimers
{
    private const int MillisecondsPerSecond = 1000;

    private readonly PikaNode _node;

    /// <summary>The <c>hz</c> that the timer runs with.</summary>
    private int _hz;

    /// <summary>When the clients were looked at, unix ms.</summary>
    private long _sweptMs;

    /// <summary>Created by <see cref="NodeActor"/>.</summary>
    public Housekeeper(PikaNode node) => _node = node;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node) => Akka.Actor.Props.Create(() => new Housekeeper(node));

    /// <inheritdoc/>
    protected override void PreStart() => FollowHz();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is not Tick)
        {
            Unhandled(message);
            return;
        }

        long now = _node.NowMs();
        _node.Rates.Sample(now);
        if (now - _sweptMs >= MillisecondsPerSecond)
        {
            _sweptMs = now;
            _node.KeptStates.DropOverdue();
            ClientSweep.Run(_node.Clients.All, _node.Config, now, _node.Log);
        }

        FollowHz();
    }

    private void FollowHz()
    {
        if (_hz != _node.Config.Hz)
        {
            _hz = _node.Config.Hz;
            Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.FromSeconds(1.0 / _hz));
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
