namespace Akka.Actor;

/// <summary>The base of the runtime's own exceptions.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException() { }

    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause) { }
}

/// <summary>A null message was sent.</summary>
public class InvalidMessageException(string message) : AkkaException(message);

/// <summary>A name that an actor cannot bear, or that a sibling bears already.</summary>
public class InvalidActorNameException(string message, Exception? innerException = null) : AkkaException(message, innerException);

/// <summary>The actor could not be made: its constructor or PreStart threw. By default its supervisor stops it.</summary>
public class ActorInitializationException : AkkaException
{
    private readonly IActorRef? _actor;

    public ActorInitializationException(string message)
        : base(message) { }

    public ActorInitializationException(string message, Exception cause)
        : base(message, cause) { }

    public ActorInitializationException(IActorRef actor, string message, Exception? cause = null)
        : base(message, cause) => _actor = actor;

    public IActorRef? Actor => _actor;

    public override string ToString() => _actor is null ? base.ToString() : $"{_actor}: {base.ToString()}";
}

/// <summary>PreRestart threw.</summary>
public class PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(actor, "Exception in preRestart", restartException)
{
    public Exception OriginalCause { get; } = cause;

    public object? OptionalMessage { get; } = optionalMessage;
}

/// <summary>The constructor, PreStart or PostRestart threw while the actor was restarted because of <see cref="OriginalCause"/>.</summary>
public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, "Exception post restart", cause)
{
    public Exception OriginalCause { get; } = originalCause;
}

/// <summary>The actor was sent a <see cref="Kill"/>.</summary>
public class ActorKilledException(string message) : AkkaException(message);

/// <summary>A selection or path leads to no actor.</summary>
public class ActorNotFoundException : AkkaException
{
    public ActorNotFoundException() { }

    public ActorNotFoundException(string message)
        : base(message) { }

    public ActorNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>A watched actor stopped and nobody handled its <see cref="Terminated"/>.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor { get; } = deadActor;
}

/// <summary>No answer came in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>An operation that the actor's state does not allow.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>A logger named in the configuration could not be started.</summary>
public class LoggerInitializationException : AkkaException
{
    public LoggerInitializationException(string message, Exception? cause = null)
        : base(message, cause) { }
}
