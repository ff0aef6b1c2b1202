using Pika.Actors.Configuration;
using Pika.Actors.Information;

namespace Pika.Actors.Node;

/// <summary>Carries what the configuration decides to those who hold it, as long as the node is open: the configuration outlives it.</summary>
internal sealed class ConfigurationFollower : IDisposable
{
    private readonly PikaNode _node;
    private Action? _also;

    /// <summary>Carries it over now, and at each change.</summary>
    public ConfigurationFollower(PikaNode node)
    {
        _node = node;
        Limit();
        node.ConfigService.Changed += OnChanged;
        node.ConfigService.StatisticsReset += OnStatisticsReset;
    }

    /// <summary>Something else to do at each change.</summary>
    public void Add(Action follow) => _also = follow;

    /// <inheritdoc/>
    public void Dispose()
    {
        _node.ConfigService.Changed -= OnChanged;
        _node.ConfigService.StatisticsReset -= OnStatisticsReset;
    }

    private void OnChanged(Directive changed)
    {
        Limit();
        _also?.Invoke();
    }

    private void OnStatisticsReset()
    {
        _node.Statistics.Reset();
        _node.Errors.Reset();
        CommandStatistics.Reset();
        TrafficStatistics.Reset();
    }

    private void Limit()
    {
        var (limits, config) = (_node.RequestLimits, _node.Config);
        (limits.MaxBulkLength, limits.QueryBufferLimit) = (config.ProtoMaxBulkLen, config.ClientQueryBufferLimit);
    }
}
