namespace Pika.Actors.Information;

/// <summary>The rates that INFO stats shows. One thread at a time samples; any may read.</summary>
public sealed class ActivityRates
{
    private readonly Rate _commands = new();
    private readonly Rate _received = new();
    private readonly Rate _sent = new();

    /// <summary>Commands per second.</summary>
    public double CommandsPerSecond => _commands.PerSecond;

    /// <summary>Bytes received from clients per second.</summary>
    public double ReceivedPerSecond => _received.PerSecond;

    /// <summary>Bytes sent to clients per second.</summary>
    public double SentPerSecond => _sent.PerSecond;

    /// <summary>Takes a sample of each.</summary>
    public void Sample(long nowMs)
    {
        _commands.Sample(CommandStatistics.TotalCalls, nowMs);
        _received.Sample(TrafficStatistics.Received, nowMs);
        _sent.Sample(TrafficStatistics.Sent, nowMs);
    }
}
