using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Options of a <see cref="BackoffSupervisor"/>, by the event that makes it wait before it starts its child again.</summary>
public static class Backoff
{
    /// <summary>The child is started again, after the delay, when it throws. Meant for actors that stop only when they mean it.</summary>
    /// <param name="childProps">How to make the child.</param>
    /// <param name="childName">The child's name below the supervisor.</param>
    /// <param name="minBackoff">The delay before the first restart.</param>
    /// <param name="maxBackoff">The longest delay that doubling may reach.</param>
    /// <param name="randomFactor">Up to this fraction is added to each delay: 0.2 adds 0 to 20 %.</param>
    /// <param name="maxNrOfRetries">Restarts before the supervisor stops itself; -1 for no limit.</param>
    public static BackoffOptions OnFailure(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries
    ) =>
        new RestartOptions(BackoffTrigger.Failure, childProps, childName, minBackoff, maxBackoff, randomFactor)
        {
            Strategy = DefaultStrategy(maxNrOfRetries),
        };

    /// <summary>The child is started again, after the delay, when it has stopped for whatever reason. Meant for actors that stop on failure.</summary>
    /// <inheritdoc cref="OnFailure"/>
    public static BackoffOptions OnStop(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries
    ) =>
        new RestartOptions(BackoffTrigger.Stop, childProps, childName, minBackoff, maxBackoff, randomFactor)
        {
            Strategy = DefaultStrategy(maxNrOfRetries),
        };

    private static OneForOneStrategy DefaultStrategy(int maxNrOfRetries) => new(maxNrOfRetries, null, SupervisorStrategy.DefaultDecider);
}

/// <summary>Which event of the child starts the delay.</summary>
internal enum BackoffTrigger
{
    Failure,
    Stop,
}
