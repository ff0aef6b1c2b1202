using System.Reflection;

namespace Akka.Configuration;

/// <summary>Makes configurations out of HOCON text.</summary>
public static class ConfigurationFactory
{
    private static readonly Lazy<Config> Reference = new(() =>
        FromResource("Pika.Akka.Configuration.reference.conf", typeof(Config).Assembly)
    );

    public static Config Empty => Config.Empty;

    /// <summary>Parses HOCON text and resolves its substitutions.</summary>
    /// <exception cref="ConfigurationException">The text is malformed, or a substitution has no value.</exception>
    public static Config ParseString(string hocon) =>
        string.IsNullOrWhiteSpace(hocon) ? Config.Empty : new Config(HoconResolver.Resolve(HoconParser.Parse(hocon)));

    /// <summary>The application's own settings; there is no file that is read by itself, so they are empty.</summary>
    public static Config Load() => Config.Empty;

    /// <summary>The built-in settings that every actor system falls back to.</summary>
    public static Config Default() => Reference.Value;

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream =
            assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"{assembly.GetName().Name} has no resource '{resourceName}'");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);
}
