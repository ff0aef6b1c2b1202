namespace Akka.TestKit.Internal;

/// <summary>What a test actor has received and the test has not yet looked at.</summary>
internal sealed class MessageQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<MessageEnvelope> _messages = [];

    /// <summary>Counts the messages; a taker waits here.</summary>
    private readonly SemaphoreSlim _available = new(0);

    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    public void Enqueue(MessageEnvelope envelope)
    {
        lock (_gate)
            _messages.AddLast(envelope);
        _available.Release();
    }

    /// <summary>Waits for a message; null if none came in time.</summary>
    /// <param name="isAsync">False blocks the thread, and the result is complete on return.</param>
    /// <param name="max">How long to wait; negative is forever.</param>
    /// <param name="peek">Leaves the message in the queue.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public async ValueTask<MessageEnvelope?> Take(bool isAsync, TimeSpan max, bool peek, CancellationToken cancellationToken)
    {
        // TimeSpan.MaxValue and the like exceed what a semaphore can wait for.
        if (max.TotalMilliseconds > int.MaxValue)
            max = Timeout.InfiniteTimeSpan;
        var got = isAsync
            ? await _available.WaitAsync(max, cancellationToken).ConfigureAwait(false)
            : _available.Wait(max, cancellationToken);
        if (!got)
            return null;
        lock (_gate)
        {
            var first = _messages.First!.Value;
            if (peek)
                _available.Release();
            else
                _messages.RemoveFirst();
            return first;
        }
    }
}
