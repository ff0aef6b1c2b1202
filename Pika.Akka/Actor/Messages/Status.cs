namespace Akka.Actor;

/// <summary>The outcome of a piece of work, as a message. Ask turns a <see cref="Failure"/> into an exception.</summary>
public abstract class Status
{
    /// <summary>The work succeeded, perhaps with a result.</summary>
    public class Success(object status) : Status
    {
        public static readonly Success Instance = new(null!);

        public object Status { get; } = status;

        public override string ToString() => $"Success: {Status}";
    }

    /// <summary>The work failed.</summary>
    public class Failure : Status
    {
        public readonly Exception Cause;
        public readonly object State;

        public Failure(Exception cause)
            : this(cause, null!) { }

        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => $"Failure: {Cause}";
    }
}
