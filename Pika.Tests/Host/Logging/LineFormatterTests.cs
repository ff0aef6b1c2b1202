using Pika.Host.Logging;
using Serilog;
using Serilog.Events;

namespace Pika.Tests.Host.Logging;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData(LogEventLevel.Verbose, '.')]
    [InlineData(LogEventLevel.Debug, '-')]
    [InlineData(LogEventLevel.Information, '*')]
    [InlineData(LogEventLevel.Warning, '#')]
    [InlineData(LogEventLevel.Error, '#')]
    public void A_line_looks_as_in_Redis(LogEventLevel level, char mark)
    {
        using var logger = new LoggerConfiguration().CreateLogger();
        logger.BindMessageTemplate("port {Port} of {Name}", [9221, "a"], out var template, out var properties);
        var entry = new LogEvent(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero), level, null, template!, properties!);
        using var output = new StringWriter();

        new LineFormatter().Format(entry, output);

        output.ToString().ShouldBe($"{Environment.ProcessId}:M 04 Mar 2026 05:06:07.089 {mark} port 9221 of a{Environment.NewLine}");
    }
}
