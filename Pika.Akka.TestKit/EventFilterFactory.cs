using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>Makes filters of log events, to expect them or to keep them out of the output. All criteria of a filter must hold.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    /// <summary>Filters of the kit's system.</summary>
    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys, []) { }

    /// <summary>Filters of another system.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, []) { }

    /// <summary>Adds to filters that were made before.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters;
    }

    /// <summary>Errors with an exception of this type, whose text or whose log text matches.</summary>
    public IEventFilterApplier Exception<TException>(
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null
    )
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    /// <inheritdoc cref="Exception{TException}(string?, string?, string?, string?)"/>
    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Exception(typeof(TException), pattern, source);

    /// <inheritdoc cref="Exception{TException}(string?, string?, string?, string?)"/>
    public IEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null,
        bool checkInnerExceptions = false
    ) =>
        CreateApplier(
            new ErrorFilter(exceptionType, CreateMessageMatcher(message, start, contains), SourceMatcher(source), checkInnerExceptions)
        );

    /// <inheritdoc cref="Exception{TException}(string?, string?, string?, string?)"/>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        CreateApplier(new ErrorFilter(exceptionType, new RegexMatcher(pattern), SourceMatcher(source), checkInnerExceptions));

    /// <summary>Errors.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new ErrorFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    /// <summary>Errors.</summary>
    public IEventFilterApplier Error(Regex pattern, string? source = null) =>
        CreateApplier(new ErrorFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new WarningFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        CreateApplier(new WarningFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    /// <summary>Information.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new InfoFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    /// <summary>Information.</summary>
    public IEventFilterApplier Info(Regex pattern, string? source = null) =>
        CreateApplier(new InfoFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new DebugFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) =>
        CreateApplier(new DebugFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    /// <summary>Events of a level.</summary>
    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null
    ) =>
        logLevel switch
        {
            LogLevel.DebugLevel => Debug(message, start, contains, source),
            LogLevel.InfoLevel => Info(message, start, contains, source),
            LogLevel.WarningLevel => Warning(message, start, contains, source),
            _ => Error(message, start, contains, source),
        };

    /// <summary>Messages that could not be delivered.</summary>
    public IEventFilterApplier DeadLetter() => CreateApplier(new DeadLettersFilter(null, null));

    /// <summary>Messages of a type that could not be delivered.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter<TMessage>(_ => true, source);

    /// <summary>Messages of a type that could not be delivered and satisfy <paramref name="isMatch"/>.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        CreateApplier(new DeadLettersFilter(null, SourceMatcher(source), letter => letter.Message is TMessage m && isMatch(m)));

    /// <summary>Messages of a type that could not be delivered.</summary>
    public IEventFilterApplier DeadLetter(Type type, string? source = null) => DeadLetter(type, _ => true, source);

    /// <summary>Messages of a type that could not be delivered and satisfy <paramref name="isMatch"/>.</summary>
    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        CreateApplier(
            new DeadLettersFilter(null, SourceMatcher(source), letter => type.IsInstanceOfType(letter.Message) && isMatch(letter.Message))
        );

    /// <summary>Whatever <paramref name="predicate"/> accepts.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => CreateApplier(new CustomEventFilter(predicate));

    /// <summary>Events of a type that <paramref name="predicate"/> accepts.</summary>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Custom(e => e is TLogEvent typed && predicate(typed));

    private IEventFilterApplier CreateApplier(EventFilterBase filter) => CreateApplier(filter, _system);

    /// <summary>What a filter, with those made before, can be used for.</summary>
    protected IEventFilterApplier CreateApplier(EventFilterBase filter, ActorSystem system) =>
        new EventFilterApplier(_testkit, system, [.. _filters, filter]);

    /// <summary>How the text of an event is recognised; the first criterion given counts.</summary>
    protected static IStringMatcher CreateMessageMatcher(string? message, string? start, string? contains) =>
        message is not null ? new EqualsString(message)
        : start is not null ? new StartsWithString(start)
        : contains is not null ? new ContainsString(contains)
        : MatchesAll.Instance;

    private static IStringMatcher SourceMatcher(string? source) =>
        source is null ? MatchesAll.Instance : new EqualsStringAndPathMatcher(source);
}
