using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The extensions of a system, each made once, by whoever asks first.</summary>
internal sealed class SystemExtensions(ActorSystemImpl system)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _byType = new();

    public object Register(IExtensionId id) =>
        _byType.GetOrAdd(id.ExtensionType, _ => new Lazy<object>(() => id.CreateExtension(system))).Value;

    public bool TryGet(Type type, out object extension)
    {
        extension = _byType.TryGetValue(type, out var made) ? made.Value : null!;
        return made is not null;
    }

    /// <summary>Makes those named in <c>akka.extensions</c>.</summary>
    public void LoadConfigured()
    {
        foreach (var name in system.Settings.Config.GetStringList("akka.extensions"))
        {
            var type = TypeNames.Find(name) ?? throw new ConfigurationException($"akka.extensions: type '{name}' is unknown");
            if (Activator.CreateInstance(type) is not IExtensionId id)
                throw new ConfigurationException($"akka.extensions: '{name}' is not an extension id");
            Register(id);
        }
    }
}
