namespace Pika.Actors.Replication.Wire;

/// <summary>What the received frames of a link carry and nobody has released yet: above its bound nothing more is received.</summary>
/// <param name="bound">In bytes.</param>
internal sealed class PayloadBudget(long bound)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private long _held;
    private bool _ended;

    /// <summary>Bytes that are not released.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>A frame with so many bytes is handed over.</summary>
    public void Take(int bytes)
    {
        lock (_gate)
        {
            _held += bytes;
        }
    }

    /// <summary>So many bytes are released. Any thread.</summary>
    public void Give(int bytes)
    {
        lock (_gate)
        {
            _held -= bytes;
            if (_held < bound)
            {
                _waiting?.TrySetResult();
            }
        }
    }

    /// <summary>Waits until less than the bound is held, or nobody is to wait any more. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_held < bound || _ended)
            {
                return default;
            }

            // Whoever releases goes on with its own work, and not with that of the link.
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_waiting.Task);
        }
    }

    /// <summary>Ends all waits, now and from now on.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _waiting?.TrySetResult();
        }
    }
}
