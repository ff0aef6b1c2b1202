namespace Akka.TestKit;

/// <summary>Opens when it has been counted down to zero.</summary>
public class TestLatch
{
    private readonly CountdownEvent _latch;
    private readonly TimeSpan _defaultTimeout;

    /// <summary>A latch that one count opens.</summary>
    public TestLatch()
        : this(1) { }

    /// <summary>A latch that <paramref name="count"/> counts open; waits for at most 5 s.</summary>
    public TestLatch(int count)
        : this(count, TimeSpan.FromSeconds(5)) { }

    /// <summary>A latch that waits for at most <paramref name="defaultTimeout"/>.</summary>
    public TestLatch(int count, TimeSpan defaultTimeout)
    {
        _latch = new CountdownEvent(count);
        _defaultTimeout = defaultTimeout;
    }

    /// <summary>Whether it is open.</summary>
    public bool IsOpen => _latch.IsSet;

    /// <summary>Counts down by one.</summary>
    public void CountDown()
    {
        if (!_latch.IsSet)
            _latch.Signal();
    }

    /// <summary>Opens it.</summary>
    public void Open()
    {
        while (!_latch.IsSet)
            CountDown();
    }

    /// <summary>Closes it with its first count.</summary>
    public void Reset() => _latch.Reset();

    /// <summary>Waits until it is open.</summary>
    /// <exception cref="TimeoutException">It is not.</exception>
    public void Ready() => Ready(_defaultTimeout);

    /// <summary>Waits until it is open.</summary>
    /// <exception cref="TimeoutException">It is not.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (!_latch.Wait(timeout))
            throw new TimeoutException($"Timeout of {timeout} while waiting for the latch");
    }
}
