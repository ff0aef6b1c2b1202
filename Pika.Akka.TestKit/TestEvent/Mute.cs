using Akka.Actor;

namespace Akka.TestKit.TestEvent;

/// <summary>Published on the event stream: steers the test listener.</summary>
public interface ITestEvent;

/// <summary>Events that match any of the filters are kept out of the output.</summary>
public sealed class Mute(IReadOnlyCollection<IEventFilter> filters) : ITestEvent, INoSerializationVerificationNeeded
{
    /// <summary>One or more filters.</summary>
    public Mute(params IEventFilter[] filters)
        : this((IReadOnlyCollection<IEventFilter>)filters) { }

    /// <summary>The filters.</summary>
    public IReadOnlyCollection<IEventFilter> Filters { get; } = filters;
}

/// <summary>Ends what <see cref="Mute"/> began.</summary>
public sealed class Unmute(IReadOnlyCollection<IEventFilter> filters) : ITestEvent, INoSerializationVerificationNeeded
{
    /// <summary>One or more filters.</summary>
    public Unmute(params IEventFilter[] filters)
        : this((IReadOnlyCollection<IEventFilter>)filters) { }

    /// <summary>The filters.</summary>
    public IReadOnlyCollection<IEventFilter> Filters { get; } = filters;
}
