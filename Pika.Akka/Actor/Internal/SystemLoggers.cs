using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>Starts what listens on the event stream: the configured loggers, and the reporters of dead letters and unhandled messages.</summary>
internal sealed class SystemLoggers(ActorSystemImpl system)
{
    private const string ListenerName = "deadLetterListener";

    public static IActorRef? DeadLetterListener(ActorSystemImpl system) =>
        ((LocalActorRef)system.SystemGuardian).GetSingleChild(ListenerName) is var found && !found.IsNobody() ? found : null;

    public void Start()
    {
        var level = Logging.LogLevelFor(system.Settings.LogLevel);
        system.EventStream.SetLogLevel(level);
        if (level != Logging.OffLogLevel)
        {
            for (var i = 0; i < system.Settings.Loggers.Count; i++)
                StartLogger(system.Settings.Loggers[i], i, level);
        }

        if (system.Settings.LogDeadLetters > 0)
            system.SystemActorOf(Props.Create<DeadLetterListener>(), ListenerName);
        if (system.Settings.DebugUnhandledMessage)
            system.EventStream.Subscribe(
                system.SystemActorOf(Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder"),
                typeof(UnhandledMessage)
            );
    }

    private void StartLogger(string typeName, int number, LogLevel level)
    {
        var type = TypeNames.Find(typeName) ?? throw new ConfigurationException($"akka.loggers: type '{typeName}' is unknown");
        if (type == typeof(StandardOutLogger))
        {
            system.EventStream.SubscribeLogger(new StandardOutLogger(), level);
            return;
        }

        var logger = system.SystemActorOf(Props.Create(type), $"log{number}-{type.Name}");
        system.EventStream.SubscribeLogger(logger, level);
        logger.Tell(new InitializeLogger(system.EventStream), ActorRefs.NoSender);
    }

    /// <summary>Logs unhandled messages, when <c>akka.actor.debug.unhandled</c> asks for it.</summary>
    private sealed class UnhandledMessageForwarder : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is UnhandledMessage unhandled)
            {
                var text = $"Unhandled message from {unhandled.Sender} : {unhandled.Message}";
                Context.System.EventStream.Publish(new Debug(unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(), text));
            }
        }
    }
}
