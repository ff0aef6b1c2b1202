using Akka.Actor;

namespace Akka.Pattern;

/// <summary>The circuit breaker is open: the call was not made.</summary>
public class OpenCircuitException : AkkaException
{
    private const string DefaultMessage = "Circuit Breaker is open; calls are failing fast";

    /// <summary>With the usual message.</summary>
    public OpenCircuitException()
        : base(DefaultMessage) { }

    /// <summary>With a message of its own.</summary>
    public OpenCircuitException(string message)
        : base(message) { }

    /// <summary>With the failure that opened the breaker.</summary>
    public OpenCircuitException(Exception cause)
        : base(DefaultMessage, cause) { }

    /// <summary>With a message and the failure that opened the breaker.</summary>
    public OpenCircuitException(string message, Exception cause)
        : base(message, cause) { }

    /// <summary>With the failure that opened the breaker and the time until it tries again.</summary>
    public OpenCircuitException(Exception cause, TimeSpan remainingDuration)
        : this(DefaultMessage, cause, remainingDuration) { }

    /// <summary>With a message and the time until the breaker tries again.</summary>
    public OpenCircuitException(string message, TimeSpan remainingDuration)
        : base(message) => RemainingDuration = remainingDuration;

    /// <summary>With everything named.</summary>
    public OpenCircuitException(string message, Exception cause, TimeSpan remainingDuration)
        : base(message, cause) => RemainingDuration = remainingDuration;

    /// <summary>How long the breaker stays open.</summary>
    public TimeSpan RemainingDuration { get; }
}

/// <summary>The failure that <see cref="CircuitBreaker.Fail"/> records.</summary>
public class UserCalledFailException : AkkaException
{
    /// <summary>The only form.</summary>
    public UserCalledFailException()
        : base($"User code caused {nameof(CircuitBreaker)} to fail because it calls the {nameof(CircuitBreaker.Fail)} method.") { }
}
