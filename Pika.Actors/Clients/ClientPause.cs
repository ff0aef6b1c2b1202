using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>
/// CLIENT PAUSE: until it ends, clients wait before their next command, or before their next write. FAILOVER holds writes as well, by itself: neither
/// ends what the other holds.
/// </summary>
public sealed class ClientPause
{
    /// <summary>Timers cannot wait for as long as a pause may last; they look again after this many milliseconds, a day.</summary>
    private const long LongestWaitMs = 24 * 60 * 60 * 1000;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource? _paused;

    /// <summary>Ends with the FAILOVER; null while there is none.</summary>
    private volatile TaskCompletionSource? _failover;
    private ITimer? _timer;
    private volatile bool _writesOnly;
    private long _untilMs;

    /// <summary>Nobody is paused.</summary>
    public ClientPause(TimeProvider time) => _time = time;

    /// <summary>Pauses, or prolongs a pause: the later end and the stricter kind count, as in Redis.</summary>
    /// <param name="milliseconds">How long from now, 0 or more.</param>
    public void Begin(long milliseconds, bool writesOnly)
    {
        lock (_gate)
        {
            long now = NowMs();
            long until = milliseconds > long.MaxValue - now ? long.MaxValue : now + milliseconds;
            _writesOnly = _paused is null ? writesOnly : writesOnly && _writesOnly;
            _untilMs = _paused is null ? until : Math.Max(until, _untilMs);
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            SetTimer(now);
        }
    }

    /// <summary>FAILOVER begins: writes wait until it ends.</summary>
    public void BeginFailover()
    {
        lock (_gate)
        {
            _failover ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>FAILOVER has ended.</summary>
    public void EndFailover()
    {
        lock (_gate)
        {
            var ended = _failover;
            _failover = null;

            // Who waits looks again at once whether anything holds it.
            ended?.SetResult();
        }
    }

    /// <summary>Ends CLIENT PAUSE.</summary>
    public void End()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            var ended = _paused;
            _paused = null;
            ended?.SetResult();
        }
    }

    /// <summary>
    /// Whether the command has to wait. CLIENT itself never does, or nobody could end the pause. An EXEC counts as what it is going to run.
    /// </summary>
    public bool Holds(CommandSpec command, Client client) =>
        (_paused is not null || _failover is not null)
        && command.Container?.Name != "client"
        && ((_paused is not null && !_writesOnly) || Writes(command, client));

    /// <summary>Ends with the pause, or when the client is killed; then look again whether something else <see cref="Holds"/>.</summary>
    public Task<bool> WaitAsync(Client client) =>
        (_paused ?? _failover) is { } paused ? TaskGroups.First(paused.Task, client.Gone) : Task.FromResult(true);

    private static bool Writes(CommandSpec command, Client client) =>
        command.Is(CommandFlags.Write)
        || (command == SessionCommands.Exec && client.Transaction.Queue.Exists(static queued => queued.Command.Is(CommandFlags.Write)));

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void SetTimer(long now)
    {
        _timer?.Dispose();
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(_untilMs - now, 0, LongestWaitMs));
        _timer = _time.CreateTimer(static pause => ((ClientPause)pause!).OnTimer(), this, wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            long now = NowMs();
            if (_paused is null)
            {
                return;
            }

            if (now >= _untilMs)
            {
                End();
            }
            else
            {
                SetTimer(now);
            }
        }
    }
}
