using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using MicrosoftLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Pika.Actors.Node;

/// <summary>
/// Carries what actors log into the server's log, each under its actor's path. The system should be created with <c>akka.loggers = []</c> and
/// <c>akka.stdout-loglevel = OFF</c>, or its own logger prints everything a second time.
/// </summary>
internal sealed partial class ActorLog : ReceiveActor
{
    private readonly ILogger _logger;

    public ActorLog(ILogger logger)
    {
        _logger = logger;
        Receive<LogEvent>(OnLogEvent);
    }

    /// <summary>Attaches the log to a system. Levels below the log's present one are not even made into messages.</summary>
    public static IActorRef Attach(ActorSystem system, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("Pika.Actors");
        var log = system.ActorOf(Akka.Actor.Props.Create(() => new ActorLog(logger)), "log");
        system.EventStream.Subscribe(log, typeof(LogEvent));
        Follow(system, loggers);
        return log;
    }

    /// <summary>Takes over the log's present level; to be called again when that has changed.</summary>
    public static void Follow(ActorSystem system, ILoggerFactory loggers)
    {
        bool debug = loggers.CreateLogger("Pika.Actors").IsEnabled(MicrosoftLevel.Debug);
        system.EventStream.SetLogLevel(debug ? Akka.Event.LogLevel.DebugLevel : Akka.Event.LogLevel.InfoLevel);
    }

    private void OnLogEvent(LogEvent entry)
    {
        var level = entry.LogLevel() switch
        {
            Akka.Event.LogLevel.DebugLevel => MicrosoftLevel.Debug,
            Akka.Event.LogLevel.InfoLevel => MicrosoftLevel.Information,
            Akka.Event.LogLevel.WarningLevel => MicrosoftLevel.Warning,
            _ => MicrosoftLevel.Error,
        };
        Write(_logger, level, entry.Cause, entry.LogSource, entry.Message?.ToString() ?? "");
    }

    [LoggerMessage(EventId = 1, Message = "{Source}: {Text}")]
    private static partial void Write(ILogger logger, MicrosoftLevel level, Exception? cause, string source, string text);
}
