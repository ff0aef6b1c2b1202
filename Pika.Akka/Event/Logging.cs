using Akka.Actor;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>Makes logging adapters and knows the names of the levels.</summary>
public static class Logging
{
    private const string Off = "OFF";

    /// <summary>Above every level.</summary>
    internal const LogLevel OffLogLevel = (LogLevel)int.MaxValue;

    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        New(context.System.EventStream, context.Self.Path.ToString(), ((ActorCell)context).ActorType, logMessageFormatter);

    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        GetLogger(system.EventStream, logSourceObj, logMessageFormatter, $"({system})");

    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        GetLogger(loggingBus, logSourceObj, logMessageFormatter, "");

    private static ILoggingAdapter GetLogger(LoggingBus bus, object source, ILogMessageFormatter? formatter, string suffix) =>
        source switch
        {
            IActorContext context => New(bus, context.Self.Path.ToString(), ((ActorCell)context).ActorType, formatter),
            IActorRef actor => New(bus, actor.Path.ToString(), typeof(ActorBase), formatter),
            string name => New(bus, name + suffix, typeof(string), formatter),
            Type type => New(bus, type.Name + suffix, type, formatter),
            _ => New(bus, source.GetType().Name + suffix, source.GetType(), formatter),
        };

    private static ILoggingAdapter New(LoggingBus bus, string source, Type type, ILogMessageFormatter? formatter) =>
        new BusLogging(bus, source, type, formatter ?? DefaultLogMessageFormatter.Instance);

    public static LogLevel LogLevelFor(string logLevel) =>
        logLevel?.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.DebugLevel,
            "INFO" => LogLevel.InfoLevel,
            "WARNING" => LogLevel.WarningLevel,
            "ERROR" => LogLevel.ErrorLevel,
            Off => OffLogLevel,
            _ => throw new ConfigurationException($"Unknown log level '{logLevel}': DEBUG, INFO, WARNING, ERROR or OFF is expected"),
        };

    public static Type ClassFor(this LogLevel logLevel) =>
        logLevel switch
        {
            LogLevel.DebugLevel => typeof(Debug),
            LogLevel.InfoLevel => typeof(Info),
            LogLevel.WarningLevel => typeof(Warning),
            LogLevel.ErrorLevel => typeof(Error),
            _ => throw new ArgumentOutOfRangeException(nameof(logLevel)),
        };
}
