using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>One thread for one actor; it ends with the actor.</summary>
internal sealed class PinnedDispatcher : MessageDispatcher
{
    private readonly DedicatedThreadPool _thread;

    public PinnedDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator) => _thread = new DedicatedThreadPool(Id, threadCount: 1, isBackground: true);

    protected override void ExecuteTask(IRunnable run) => _thread.Queue(run);

    protected override void Shutdown() => _thread.Dispose();

    internal override void Detach(ActorCell cell)
    {
        base.Detach(cell);
        Shutdown();
    }
}

internal sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new PinnedDispatcher(this);
}
