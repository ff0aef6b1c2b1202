using Akka.Event;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit.Internal;

/// <summary>A log event matched.</summary>
public delegate void EventMatched(EventFilterBase eventFilter, LogEvent logEvent);

/// <summary>Recognises log events by what is common to all: message and source.</summary>
public abstract class EventFilterBase : IEventFilter
{
    private readonly IStringMatcher _messageMatcher;
    private readonly IStringMatcher _sourceMatcher;

    /// <summary>A filter; null matches anything.</summary>
    protected EventFilterBase(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher)
    {
        _messageMatcher = messageMatcher ?? MatchesAll.Instance;
        _sourceMatcher = sourceMatcher ?? MatchesAll.Instance;
    }

    /// <summary>Raised for each match, on the logger's thread.</summary>
    public event EventMatched? EventMatched;

    /// <summary>What the filter is called in the text of a failure.</summary>
    protected abstract string FilterDescriptiveName { get; }

    /// <summary>Whether an event is meant.</summary>
    protected abstract bool IsMatch(LogEvent evt);

    /// <summary>Whether an event is meant; if so, it is told.</summary>
    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent))
            return false;
        OnEventMatched(logEvent);
        return true;
    }

    /// <summary>Tells of a match.</summary>
    protected virtual void OnEventMatched(LogEvent logEvent) => EventMatched?.Invoke(this, logEvent);

    /// <summary>Whether source and message are meant.</summary>
    protected bool InternalDoMatch(string src, object? msg) =>
        _sourceMatcher.IsMatch(src) && _messageMatcher.IsMatch(msg?.ToString() ?? "null");

    /// <inheritdoc/>
    public override string ToString()
    {
        var message = _messageMatcher.ToString();
        var source = _sourceMatcher.ToString();
        return FilterDescriptiveName
            + (string.IsNullOrEmpty(message) ? "" : $" when Message {message}")
            + (string.IsNullOrEmpty(source) ? "" : $" and Source {source}");
    }
}

/// <summary>Debug events.</summary>
public class DebugFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Debug";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Debug && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Info events.</summary>
public class InfoFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Info";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Info && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Warning events.</summary>
public class WarningFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Warning";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Warning && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Whatever a predicate accepts.</summary>
public class CustomEventFilter(Predicate<LogEvent> predicate) : EventFilterBase(null, null)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Custom";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => predicate(evt);
}

/// <summary>Error events, by text or by exception.</summary>
public class ErrorFilter : EventFilterBase
{
    private readonly Type? _exceptionType;
    private readonly bool _recurse;

    /// <summary>Errors with and without an exception.</summary>
    public ErrorFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
        : base(messageMatcher, sourceMatcher) { }

    /// <summary>Errors with such an exception, or with one that has it inside.</summary>
    public ErrorFilter(
        Type exceptionType,
        IStringMatcher? messageMatcher = null,
        IStringMatcher? sourceMatcher = null,
        bool recurseInnerExceptions = false
    )
        : base(messageMatcher, sourceMatcher)
    {
        _exceptionType = exceptionType;
        _recurse = recurseInnerExceptions;
    }

    /// <inheritdoc/>
    protected override string FilterDescriptiveName => _exceptionType is null ? "Error" : $"Error with exception of type {_exceptionType}";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt)
    {
        if (evt is not Error error)
            return false;
        if (_exceptionType is null)
            return InternalDoMatch(evt.LogSource, evt.Message);
        return Causes(error.Cause)
            .Any(cause =>
                _exceptionType.IsInstanceOfType(cause)
                && (InternalDoMatch(evt.LogSource, evt.Message) || InternalDoMatch(evt.LogSource, cause.Message))
            );
    }

    private IEnumerable<Exception> Causes(Exception? cause)
    {
        if (cause is null)
            yield break;
        yield return cause;
        if (!_recurse)
            yield break;
        var inner =
            cause is AggregateException many ? many.InnerExceptions
            : cause.InnerException is { } one ? [one]
            : (IEnumerable<Exception>)[];
        foreach (var deeper in inner.SelectMany(Causes))
            yield return deeper;
    }
}
