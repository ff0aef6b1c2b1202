using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>Messages that could not be delivered; the test listener logs them as warnings.</summary>
public sealed class DeadLettersFilter(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher, Predicate<DeadLetter>? isMatch = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "DeadLetter";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) =>
        evt is Warning && evt.Message is DeadLetter letter && (isMatch?.Invoke(letter) ?? true) && InternalDoMatch(evt.LogSource, letter);
}

/// <summary>Recognises log events.</summary>
public interface IEventFilter
{
    /// <summary>Whether <paramref name="logEvent"/> is meant.</summary>
    bool Apply(LogEvent logEvent);
}

/// <summary>A filter in force until it is unmuted or disposed.</summary>
public interface IUnmutableFilter : IDisposable
{
    /// <summary>Lets the events through again.</summary>
    void Unmute();
}
