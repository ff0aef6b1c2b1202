using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Akka.Dispatch.Deterministic;
using Microsoft.Extensions.Logging;

namespace Pika.Tests.Simulated.Checks;

/// <summary>What has happened in a run, in order, for people; and its first violation.</summary>
internal sealed partial class RunHistory(Simulation simulation) : ILoggerFactory
{
    /// <summary>The last lines say how it came to a violation; more would not be read.</summary>
    private const int MostLines = 400;

    private readonly Queue<string> _lines = new();
    private readonly SortedDictionary<string, long> _reached = new(StringComparer.Ordinal);

    /// <summary>The first thing that must not happen; null while all is well.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>The checks that are switched off: nothing that they see is a violation.</summary>
    public IReadOnlySet<string> Without { get; set; } = new HashSet<string>();

    /// <summary>How often each interesting state was reached.</summary>
    public IReadOnlyDictionary<string, long> Reached => _reached;

    /// <summary>Notes what somebody does.</summary>
    public void Add(string who, string what)
    {
        if (_lines.Count == MostLines)
            _lines.Dequeue();
        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{simulation.Elapsed.TotalMilliseconds, 10:F3} ms  {who, -10} {what}"));
    }

    /// <summary>Counts an interesting state.</summary>
    public void Sometimes(string what) => _reached[what] = _reached.GetValueOrDefault(what) + 1;

    /// <summary>Notes that something has happened that must not.</summary>
    /// <param name="check">The check that has seen it.</param>
    public void Violate(string check, string what)
    {
        if (Without.Contains(check))
            return;
        Add("VIOLATION", $"{check}: {what}");
        Violation ??= new Violation(check, what);
    }

    public override string ToString() => new StringBuilder().AppendJoin('\n', _lines).ToString();

    public ILogger CreateLogger(string categoryName) => new NodeLogger(this, "", categoryName);

    /// <summary>Logs of one machine.</summary>
    public ILoggerFactory For(string machine) => new MachineLoggers(this, machine);

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() { }

    /// <summary>The number that an actor is given when it is made: it is no part of what the seed makes.</summary>
    [GeneratedRegex(@"#\d+\]")]
    private static partial Regex Uid();

    private sealed class MachineLoggers(RunHistory history, string machine) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new NodeLogger(history, machine, categoryName);

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }
    }

    private sealed class NodeLogger(RunHistory history, string machine, string category) : ILogger
    {
        private const int ReplayedEvent = 2;
        private const int TornEvent = 3;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (category == "Pika.Binlog" && eventId.Id == ReplayedEvent)
                history.Sometimes("records were replayed at a start");
            else if (category == "Pika.Binlog" && eventId.Id == TornEvent)
                history.Sometimes("a torn end of a log was cut");
            if (IsEnabled(logLevel))
                history.Add(machine, Uid().Replace(formatter(state, exception), "]") + (exception is null ? "" : " | " + exception));
        }
    }
}

/// <summary>Something that must not happen.</summary>
internal sealed record Violation(string Check, string What);
