using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs mailboxes on threads of its own, <c>dedicated-thread-pool.thread-count</c> of them, so that blocking work starves nobody else.</summary>
internal sealed class ForkJoinDispatcher : MessageDispatcher
{
    private readonly DedicatedThreadPool _threads;

    public ForkJoinDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
        var pool = configurator.Config.GetConfig("dedicated-thread-pool");
        _threads = new DedicatedThreadPool(
            Id,
            Math.Max(1, pool.GetInt("thread-count", Environment.ProcessorCount)),
            pool.GetString("threadtype", "background") == "background"
        );
    }

    protected override void ExecuteTask(IRunnable run) => _threads.Queue(run);

    protected override void Shutdown() => _threads.Dispose();
}

internal sealed class ForkJoinDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly ForkJoinDispatcher _dispatcher;

    public ForkJoinDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new ForkJoinDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
