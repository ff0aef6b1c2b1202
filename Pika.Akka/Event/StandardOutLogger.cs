using Akka.Actor;

namespace Akka.Event;

/// <summary>A logger that needs no actor: it writes to the console in the thread of whoever logs. Used while the system starts and ends.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    public sealed override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    public sealed override IActorRefProvider Provider => throw new NotSupportedException("A minimal logger does not provide");

    protected sealed override void TellInternal(object message, IActorRef sender) => Log(message);

    protected abstract void Log(object message);
}

/// <summary>Writes log events to standard output.</summary>
public class StandardOutLogger : MinimalLogger
{
    protected override void Log(object message)
    {
        if (message is LogEvent logEvent)
            PrintLogEvent(logEvent);
        else
            Console.Out.WriteLine(message);
    }

    internal static void PrintLogEvent(LogEvent logEvent) => Console.Out.WriteLine(logEvent);
}
