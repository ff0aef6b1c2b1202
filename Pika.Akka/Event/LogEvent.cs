using Akka.Actor;

namespace Akka.Event;

/// <summary>Something to be logged, as it travels over the event stream to the loggers.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    protected LogEvent(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
        Thread = Thread.CurrentThread;
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
    }

    public Exception? Cause { get; }

    public DateTime Timestamp { get; }

    public Thread Thread { get; }

    /// <summary>The path of the actor that logs, or a name.</summary>
    public string LogSource { get; }

    public Type LogClass { get; }

    /// <summary>A text, or a <see cref="LogMessage"/> that becomes one when it is written.</summary>
    public object Message { get; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        var line =
            $"[{LogLevel().ToString().Replace("Level", "").ToUpperInvariant()}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffZ}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}";
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }
}

public class Debug : LogEvent
{
    public Debug(string logSource, Type logClass, object message)
        : base(cause: null, logSource, logClass, message) { }

    public Debug(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message) { }

    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

public class Info : LogEvent
{
    public Info(string logSource, Type logClass, object message)
        : base(cause: null, logSource, logClass, message) { }

    public Info(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message) { }

    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

public class Warning : LogEvent
{
    public Warning(string logSource, Type logClass, object message)
        : base(cause: null, logSource, logClass, message) { }

    public Warning(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message) { }

    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

public class Error : LogEvent
{
    public Error(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message) { }

    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
