using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Pika.Host.Logging;

/// <summary>The server's log: standard output, and the <c>logfile</c> if there is one; <c>CONFIG SET loglevel</c> takes effect at once.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly Logger _logger;

    /// <summary>Opens the log that the settings ask for.</summary>
    public ServerLog(ConfigService settings)
    {
        var level = new LoggingLevelSwitch(LevelOf(settings.Config.LogLevel));
        settings.Changed += _ => level.MinimumLevel = LevelOf(settings.Config.LogLevel);
        var formatter = new LineFormatter();
        var sinks = new LoggerConfiguration().MinimumLevel.ControlledBy(level).WriteTo.Console(formatter);
        if (settings.Config.LogFile.Length > 0)
        {
            sinks.WriteTo.File(formatter, settings.Config.LogFile, fileSizeLimitBytes: null);
        }

        _logger = sinks.CreateLogger();
        Factory = new SerilogLoggerFactory(_logger);
    }

    /// <summary>Makes the loggers of all parts.</summary>
    public ILoggerFactory Factory { get; }

    public void Dispose()
    {
        Factory.Dispose();
        _logger.Dispose();
    }

    /// <summary>Redis's <c>debug</c> is below its <c>verbose</c>; Serilog's Verbose is below its Debug.</summary>
    private static LogEventLevel LevelOf(LogVerbosity verbosity) =>
        verbosity switch
        {
            LogVerbosity.Debug => LogEventLevel.Verbose,
            LogVerbosity.Verbose => LogEventLevel.Debug,
            LogVerbosity.Notice => LogEventLevel.Information,
            _ => LogEventLevel.Warning,
        };
}
