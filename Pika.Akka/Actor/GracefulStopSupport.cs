using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Stops an actor and waits until it has ended.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a PoisonPill and waits.</summary>
    /// <returns>True when the actor has ended; canceled when it has not within <paramref name="timeout"/>.</returns>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => GracefulStop(target, timeout, PoisonPill.Instance);

    /// <summary>Sends <paramref name="stopMessage"/>, on which the actor is to stop itself, and waits.</summary>
    /// <inheritdoc cref="GracefulStop(IActorRef, TimeSpan)"/>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var stopping = (IInternalActorRef)target;
        var watcher = new EndWatcher(stopping);
        stopping.SendSystemMessage(new Watch(stopping, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        watcher.GiveUpAfter(timeout);
        return watcher.Ended;
    }

    /// <summary>Watches one actor from outside of any.</summary>
    private sealed class EndWatcher(IInternalActorRef watched) : MinimalActorRef
    {
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Cancelable _timer = new(watched.Provider.Settings.System.Scheduler);

        public Task<bool> Ended => _ended.Task;

        public override ActorPath Path { get; } = watched.Provider.TempPath();

        public override IActorRefProvider Provider => watched.Provider;

        public void GiveUpAfter(TimeSpan timeout)
        {
            if (!_ended.Task.IsCompleted)
                Provider.Settings.System.Scheduler.Advanced.ScheduleOnce(timeout, GiveUp, _timer);
        }

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is not DeathWatchNotification)
                return;
            _timer.Cancel(false);
            _ended.TrySetResult(true);
        }

        private void GiveUp()
        {
            if (_ended.TrySetCanceled())
                watched.SendSystemMessage(new Unwatch(watched, this));
        }
    }
}
