using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.Deterministic;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system by the path of their configuration.</summary>
public sealed class Dispatchers
{
    public static readonly string DefaultDispatcherId = "akka.actor.default-dispatcher";

    public static readonly string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new(StringComparer.Ordinal);

    internal Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites)
    {
        _system = system;
        Prerequisites = prerequisites;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
        InternalDispatcher = Lookup(InternalDispatcherId);
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public Config DefaultDispatcherConfig => _system.Settings.Config.GetConfig(DefaultDispatcherId);

    public MessageDispatcher DefaultGlobalDispatcher { get; }

    internal MessageDispatcher InternalDispatcher { get; }

    /// <summary>The dispatcher configured at that path.</summary>
    /// <exception cref="ConfigurationException">There is no such path, or its type is unknown.</exception>
    public MessageDispatcher Lookup(string dispatcherName) => Configurator(dispatcherName).Dispatcher();

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    /// <summary>The dispatcher that these props are deployed to.</summary>
    internal MessageDispatcher For(Props props) =>
        props.Dispatcher.Length == 0 || props.Dispatcher == DefaultDispatcherId ? DefaultGlobalDispatcher : Lookup(props.Dispatcher);

    internal void Shutdown()
    {
        // A pinned dispatcher ends with its actor.
        foreach (var configurator in _configurators.Values.Where(configurator => configurator is not PinnedDispatcherConfigurator))
            configurator.Dispatcher().ShutdownNow();
    }

    private MessageDispatcherConfigurator Configurator(string id)
    {
        if (_configurators.TryGetValue(id, out var known))
            return known;
        var settings = _system.Settings.Config;
        if (!settings.HasPath(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured");
        var config = ConfigurationFactory
            .ParseString($"id = \"{id}\"")
            .WithFallback(settings.GetConfig(id))
            .WithFallback(DefaultDispatcherConfig);
        return _configurators.GetOrAdd(id, _ => Make(id, config));
    }

    private MessageDispatcherConfigurator Make(string id, Config config)
    {
        // In a simulation all dispatchers are deterministic.
        var simulated = Prerequisites.Settings.Config.HasPath("akka.simulation.id");
        var type = simulated ? "DeterministicDispatcher" : config.GetString("type");
        return type switch
        {
            "Dispatcher" or "TaskDispatcher" or "ChannelExecutor" => new ThreadPoolDispatcherConfigurator(config, Prerequisites),
            "ForkJoinDispatcher" => new ForkJoinDispatcherConfigurator(config, Prerequisites),
            "PinnedDispatcher" => new PinnedDispatcherConfigurator(config, Prerequisites),
            "DeterministicDispatcher" => new DeterministicDispatcherConfigurator(config, Prerequisites),
            "InlineDispatcher" => new InlineDispatcherConfigurator(config, Prerequisites),
            _ when TypeNames.Find(type) is { } custom => (MessageDispatcherConfigurator)
                Activator.CreateInstance(custom, config, Prerequisites)!,
            _ => throw new ConfigurationException($"Dispatcher [{id}]: type '{type}' is unknown"),
        };
    }
}
