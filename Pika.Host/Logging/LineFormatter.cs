using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Pika.Host.Logging;

/// <summary>Lines as Redis writes them: <c>1234:M 21 Nov 2026 00:18:20.123 * Ready to accept connections</c>; a failure follows on lines of its own.</summary>
internal sealed class LineFormatter : ITextFormatter
{
    private static readonly string Process = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:M ");

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(Process);
        output.Write(logEvent.Timestamp.ToString("dd MMM yyyy HH:mm:ss.fff", CultureInfo.InvariantCulture));
        output.Write(
            logEvent.Level switch
            {
                LogEventLevel.Verbose => " . ",
                LogEventLevel.Debug => " - ",
                LogEventLevel.Information => " * ",
                _ => " # ",
            }
        );
        // Values are written as they are, without the quotes that templates give to strings.
        output.WriteLine(string.Concat(logEvent.MessageTemplate.Tokens.Select(token => Show(token, logEvent))));
        if (logEvent.Exception is not null)
        {
            output.WriteLine(logEvent.Exception);
        }
    }

    private static string Show(Serilog.Parsing.MessageTemplateToken token, LogEvent logEvent)
    {
        if (
            token is Serilog.Parsing.PropertyToken { Format: null } property
            && logEvent.Properties.TryGetValue(property.PropertyName, out var value)
            && value is ScalarValue { Value: string text }
        )
        {
            return text;
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        token.Render(logEvent.Properties, writer, CultureInfo.InvariantCulture);
        return writer.ToString();
    }
}
