using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence;

/// <summary>The journals and snapshot stores of a system. A plugin is an actor, made when it is first needed, with the section at its id as its settings.</summary>
public class PersistenceExtension : IExtension
{
    private const string JournalFallback = "akka.persistence.journal-plugin-fallback";
    private const string SnapshotStoreFallback = "akka.persistence.snapshot-store-plugin-fallback";
    private const string NoSnapshotStore = "akka.persistence.no-snapshot-store";

    private readonly ExtendedActorSystem _system;
    private readonly Config _config;
    private readonly ConcurrentDictionary<string, Lazy<Plugin>> _plugins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ActorPath, Config> _configByPath = new();
    private readonly Lazy<IStashOverflowStrategy> _defaultStashOverflow;

    /// <summary>Made by <see cref="Persistence"/>.</summary>
    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        _config = system.Settings.Config.GetConfig("akka.persistence");
        MaxMessageBatchSize = Math.Max(1, _config.GetInt("max-message-batch-size", 200));
        _defaultStashOverflow = new Lazy<IStashOverflowStrategy>(() =>
        {
            var configurator = New<IStashOverflowStrategyConfigurator>(_config.GetString("internal-stash-overflow-strategy"));
            return configurator.Create(system.Settings.Config);
        });
    }

    private sealed record Plugin(IActorRef Ref, Config Config);

    /// <summary>What happens when an internal stash is full and the actor does not say.</summary>
    public IStashOverflowStrategy DefaultInternalStashOverflowStrategy => _defaultStashOverflow.Value;

    /// <summary>The journal with this id; the default one if it is empty.</summary>
    /// <exception cref="ArgumentException">There is no such section, or it names no class.</exception>
    public IActorRef JournalFor(string journalPluginId) => Journal(journalPluginId).Ref;

    /// <summary>The snapshot store with this id; the default one if it is empty.</summary>
    /// <exception cref="ArgumentException">There is no such section, or it names no class.</exception>
    public IActorRef SnapshotStoreFor(string snapshotPluginId)
    {
        var id = string.IsNullOrEmpty(snapshotPluginId) ? _config.GetString("snapshot-store.plugin") : snapshotPluginId;
        return PluginFor(string.IsNullOrEmpty(id) ? NoSnapshotStore : id, SnapshotStoreFallback).Ref;
    }

    /// <summary>The identity of a persistent actor: its path without the system.</summary>
    public string PersistenceId(IActorRef actor) => actor.Path.ToStringWithoutAddress();

    /// <summary>Atomic writes in one message to a journal.</summary>
    internal int MaxMessageBatchSize { get; }

    internal TimeSpan RecoveryEventTimeout(string journalPluginId) =>
        Journal(journalPluginId).Config.GetTimeSpan("recovery-event-timeout", null, allowInfinite: false);

    /// <summary>The settings of a plugin; asked for by the plugin itself while it is made.</summary>
    internal Config ConfigFor(IActorRef plugin) =>
        _configByPath.TryGetValue(plugin.Path, out var config)
            ? config
            : throw new ArgumentException($"Unknown plugin actor {plugin}", nameof(plugin));

    internal IStash NewInternalStash(IActorContext context, ActorBase actor)
    {
        var cell = (ActorCell)context;
        // As large as the mailbox is configured to stash; the actor's own stash is unbounded.
        return new ActorStash(cell, cell.SystemImpl.Mailboxes.StashCapacity(cell.Props, cell.Dispatcher.Configurator.Config));
    }

    private Plugin Journal(string id) => PluginFor(string.IsNullOrEmpty(id) ? _config.GetString("journal.plugin") : id, JournalFallback);

    private Plugin PluginFor(string id, string fallback) => _plugins.GetOrAdd(id, _ => new Lazy<Plugin>(() => Make(id, fallback))).Value;

    private Plugin Make(string id, string fallback)
    {
        var settings = _system.Settings.Config;
        if (string.IsNullOrEmpty(id) || !settings.HasPath(id))
            throw new ArgumentException($"Persistence plugin id [{id}] is missing in the configuration", nameof(id));
        var config = settings.GetConfig(id).WithFallback(settings.GetConfig(fallback));
        var className = config.GetString("class", "");
        if (className.Length == 0)
            throw new ArgumentException($"Plugin class name must be defined in config property [{id}.class]", nameof(id));
        var type = Type.GetType(className) ?? throw new ArgumentException($"[{id}.class]: there is no type '{className}'", nameof(id));

        _configByPath[_system.SystemGuardian.Path / id] = config;
        var takesConfig = type.GetConstructor([typeof(Config)]) is not null;
        var props = takesConfig ? Props.Create(type, config) : Props.Create(type);
        return new Plugin(_system.SystemActorOf(props.WithDispatcher(config.GetString("plugin-dispatcher")), id), config);
    }

    private static T New<T>(string className) =>
        Type.GetType(className) is { } type
            ? (T)Activator.CreateInstance(type)!
            : throw new ConfigurationException($"There is no type '{className}'");
}
