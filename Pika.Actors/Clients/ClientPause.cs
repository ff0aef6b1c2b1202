using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>CLIENT PAUSE: until it ends, clients wait before their next command, or before their next write.</summary>
public sealed class ClientPause
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource? _paused;
    private ITimer? _timer;
    private bool _writesOnly;
    private DateTimeOffset _until;

    /// <summary>Nobody is paused.</summary>
    public ClientPause(TimeProvider time) => _time = time;

    /// <summary>Pauses, or prolongs a pause: the later end and the stricter kind count, as in Redis.</summary>
    public void Begin(TimeSpan duration, bool writesOnly)
    {
        lock (_gate)
        {
            var until = _time.GetUtcNow() + duration;
            _writesOnly = _paused is null ? writesOnly : writesOnly && _writesOnly;
            _until = _paused is null || until > _until ? until : _until;
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _timer?.Dispose();
            _timer = _time.CreateTimer(
                static pause => ((ClientPause)pause!).End(),
                this,
                _until - _time.GetUtcNow(),
                Timeout.InfiniteTimeSpan
            );
        }
    }

    /// <summary>Lets all clients go on.</summary>
    public void End()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _paused?.SetResult();
            _paused = null;
        }
    }

    /// <summary>Whether the command has to wait. CLIENT itself never does, or nobody could end the pause.</summary>
    public bool Holds(CommandSpec command, Client client) =>
        _paused is not null
        && command.Container?.Name != "client"
        && (!_writesOnly || command.Execution == Protocol.Execution.Write || (client.Transaction.Open && command.Name == "exec"));

    /// <summary>Ends with the pause.</summary>
    public ValueTask WaitAsync() => _paused is { } paused ? new ValueTask(paused.Task) : default;
}
