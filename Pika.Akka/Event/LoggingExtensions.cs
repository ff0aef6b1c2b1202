namespace Akka.Event;

/// <summary>The level methods of <see cref="ILoggingAdapter"/>. Arguments are formatted only if the level is enabled and a logger writes the line.</summary>
public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, cause: null, format);

    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Write(log, LogLevel.DebugLevel, cause: null, format, [arg1!]);
    }

    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Write(log, LogLevel.DebugLevel, cause: null, format, [arg1!, arg2!]);
    }

    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Write(log, LogLevel.DebugLevel, cause: null, format, [arg1!, arg2!, arg3!]);
    }

    public static void Debug(this ILoggingAdapter log, string format, params object[] args) =>
        Write(log, LogLevel.DebugLevel, cause: null, format, args);

    public static void Debug(this ILoggingAdapter log, Exception? cause, string format, params object[] args) =>
        Write(log, LogLevel.DebugLevel, cause, format, args);

    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, cause: null, format);

    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Write(log, LogLevel.InfoLevel, cause: null, format, [arg1!]);
    }

    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Write(log, LogLevel.InfoLevel, cause: null, format, [arg1!, arg2!]);
    }

    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Write(log, LogLevel.InfoLevel, cause: null, format, [arg1!, arg2!, arg3!]);
    }

    public static void Info(this ILoggingAdapter log, string format, params object[] args) =>
        Write(log, LogLevel.InfoLevel, cause: null, format, args);

    public static void Info(this ILoggingAdapter log, Exception? cause, string format, params object[] args) =>
        Write(log, LogLevel.InfoLevel, cause, format, args);

    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, cause: null, format);

    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Write(log, LogLevel.WarningLevel, cause: null, format, [arg1!]);
    }

    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Write(log, LogLevel.WarningLevel, cause: null, format, [arg1!, arg2!]);
    }

    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Write(log, LogLevel.WarningLevel, cause: null, format, [arg1!, arg2!, arg3!]);
    }

    public static void Warning(this ILoggingAdapter log, string format, params object[] args) =>
        Write(log, LogLevel.WarningLevel, cause: null, format, args);

    public static void Warning(this ILoggingAdapter log, Exception? cause, string format, params object[] args) =>
        Write(log, LogLevel.WarningLevel, cause, format, args);

    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, cause: null, format);

    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Write(log, LogLevel.ErrorLevel, cause: null, format, [arg1!]);
    }

    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Write(log, LogLevel.ErrorLevel, cause: null, format, [arg1!, arg2!]);
    }

    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Write(log, LogLevel.ErrorLevel, cause: null, format, [arg1!, arg2!, arg3!]);
    }

    public static void Error(this ILoggingAdapter log, string format, params object[] args) =>
        Write(log, LogLevel.ErrorLevel, cause: null, format, args);

    public static void Error(this ILoggingAdapter log, Exception? cause, string format, params object[] args) =>
        Write(log, LogLevel.ErrorLevel, cause, format, args);

    public static void Log(this ILoggingAdapter log, LogLevel logLevel, string format, params object[] args) =>
        Write(log, logLevel, cause: null, format, args);

    public static void Log(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, params object[] args) =>
        Write(log, logLevel, cause, format, args);

    private static void Write(ILoggingAdapter log, LogLevel level, Exception? cause, string format, object[] args)
    {
        if (!log.IsEnabled(level))
            return;
        if (args.Length == 0)
            log.Log(level, cause, format);
        else
            log.Log(level, cause, new DefaultLogMessage(log.Formatter, format, args));
    }
}
