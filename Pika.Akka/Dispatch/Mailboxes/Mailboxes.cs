using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The mailbox types of a system by the path of their configuration.</summary>
public sealed class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MailboxType> _types = new(StringComparer.Ordinal);

    internal Mailboxes(ActorSystem system) => _system = system;

    /// <summary>The mailbox type configured at that path.</summary>
    /// <exception cref="ConfigurationException">There is no such path, or its type is unknown.</exception>
    public MailboxType Lookup(string id) => _types.GetOrAdd(id, Make);

    public bool HasMailboxType(string id) => _types.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <summary>The mailbox of an actor: that of its props, else that of its dispatcher, else the default.</summary>
    internal MailboxType For(Props props, Config dispatcherConfig)
    {
        if (props.Mailbox.Length > 0)
            return Lookup(props.Mailbox);
        if (dispatcherConfig.HasPath("mailbox-type"))
            return _types.GetOrAdd(
                dispatcherConfig.GetString("id"),
                id => Make(id, dispatcherConfig.WithFallback(Section(DefaultMailboxId)))
            );
        return Lookup(DefaultMailboxId);
    }

    /// <summary>How many messages an actor of these props may stash; -1 is without limit.</summary>
    internal int StashCapacity(Props props, Config dispatcherConfig)
    {
        var mailbox = props.Mailbox.Length > 0 ? Section(props.Mailbox) : Config.Empty;
        return mailbox.GetInt(
            "stash-capacity",
            dispatcherConfig.GetInt("stash-capacity", Section(DefaultMailboxId).GetInt("stash-capacity", -1))
        );
    }

    private Config Section(string id) => _system.Settings.Config.GetConfig(id);

    private MailboxType Make(string id)
    {
        if (!_system.Settings.Config.HasPath(id))
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        return Make(id, Section(id).WithFallback(Section(DefaultMailboxId)));
    }

    private MailboxType Make(string id, Config config)
    {
        var name = config.GetString("mailbox-type");
        var type = TypeNames.Find(name);
        return type is null
            ? throw new ConfigurationException($"Mailbox [{id}]: type '{name}' is unknown")
            : (MailboxType)Activator.CreateInstance(type, _system.Settings, config)!;
    }
}
