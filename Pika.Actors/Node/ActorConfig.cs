using Akka.Configuration;

namespace Pika.Actors.Node;

/// <summary>The HOCON of the node's actor system; which file is compiled in depends on the actor runtime (see docs/adr).</summary>
internal static class ActorConfig
{
    /// <summary>Reads the embedded file.</summary>
    public static Config Load()
    {
        using var stream = typeof(ActorConfig).Assembly.GetManifestResourceStream("actors.conf")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
