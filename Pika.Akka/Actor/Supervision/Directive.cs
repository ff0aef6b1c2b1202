namespace Akka.Actor;

/// <summary>What a supervisor does about a child that has failed.</summary>
public enum Directive
{
    /// <summary>The child goes on as it is, with the next message.</summary>
    Resume,

    /// <summary>A new incarnation takes the child's place and mailbox.</summary>
    Restart,

    /// <summary>The supervisor fails in turn.</summary>
    Escalate,

    /// <summary>The child ends.</summary>
    Stop,
}
