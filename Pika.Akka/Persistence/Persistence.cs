using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence;

/// <summary>Gives a system its <see cref="PersistenceExtension"/>.</summary>
public class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    /// <summary>The only instance that is needed.</summary>
    public static Persistence Instance { get; } = new();

    /// <inheritdoc/>
    public override PersistenceExtension CreateExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(DefaultConfig());
        return new PersistenceExtension(system);
    }

    /// <summary>The settings that every system falls back to.</summary>
    public static Config DefaultConfig() => ConfigurationFactory.FromResource<Persistence>("Pika.Akka.Persistence.reference.conf");
}
