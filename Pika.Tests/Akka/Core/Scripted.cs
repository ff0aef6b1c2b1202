using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

/// <summary>An actor whose handlers are given by the spec.</summary>
public class Scripted(Action<Scripted, object> onReceive) : UntypedActor
{
    public Action<Scripted>? OnStart { get; init; }

    public Action<Scripted>? OnStop { get; init; }

    public Action<Scripted, Exception, object?>? BeforeRestart { get; init; }

    public Action<Scripted>? AfterRestart { get; init; }

    public SupervisorStrategy? Strategy { get; init; }

    public IActorRef Me => Self;

    public IActorRef From => Sender;

    public IActorContext Around => Context;

    public static Props Props(Action<Scripted, object> onReceive) => global::Akka.Actor.Props.Create(() => new Scripted(onReceive));

    public static Props Props(Func<Scripted> factory) => global::Akka.Actor.Props.CreateBy(new Factory(factory));

    public void NotMine(object message) => Unhandled(message);

    protected override void OnReceive(object message) => onReceive(this, message);

    protected override void PreStart() => OnStart?.Invoke(this);

    protected override void PostStop() => OnStop?.Invoke(this);

    protected override void PreRestart(Exception reason, object message)
    {
        BeforeRestart?.Invoke(this, reason, message);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        AfterRestart?.Invoke(this);
        base.PostRestart(reason);
    }

    protected override SupervisorStrategy SupervisorStrategy() => Strategy ?? base.SupervisorStrategy();

    private sealed class Factory(Func<Scripted> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Scripted);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor) { }
    }
}
