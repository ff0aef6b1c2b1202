using Akka.Actor;

namespace Akka.Configuration;

/// <summary>The configuration text is malformed, or a value has not the form that the reader asked for.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message)
        : base(message) { }

    public ConfigurationException(string message, Exception exception)
        : base(message, exception) { }
}
