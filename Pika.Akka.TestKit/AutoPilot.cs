using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Reacts to each message of a test actor or probe before the test sees it, and says what reacts to the next one.</summary>
public abstract class AutoPilot
{
    /// <summary>Handles one message; returns the pilot of the next one.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);

    /// <summary>Ends automatic handling.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Keeps the present pilot.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;
}

/// <summary>Returned by a pilot to end automatic handling.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    private NoAutoPilot() { }

    /// <summary>The only instance.</summary>
    public static readonly NoAutoPilot Instance = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>Returned by a pilot to stay in charge.</summary>
public sealed class KeepRunning : AutoPilot
{
    private KeepRunning() { }

    /// <summary>The only instance.</summary>
    public static readonly KeepRunning Instance = new();

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning only marks the return value of a pilot; it cannot run itself.");
}

/// <summary>A pilot made of a lambda.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a lambda.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
