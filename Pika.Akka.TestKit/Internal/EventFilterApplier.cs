using Akka.Actor;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit.Internal;

/// <summary>Puts filters into the test listener while something runs, and counts what they match.</summary>
internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters)
    : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Returning(action), expectedCount, null, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Returning(action), expectedCount, timeout, cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, null, cancellationToken);

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, timeout, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        InterceptAsync(Returning(actionAsync), expectedCount, null, cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        InterceptAsync(Returning(action), expectedCount, timeout, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(func, expectedCount, null, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(func, expectedCount, timeout, cancellationToken);

    public void Mute(Action action, CancellationToken cancellationToken = default) => Mute(Returning(action), cancellationToken);

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        return func();
    }

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        MuteAsync(Returning(action), cancellationToken);

    public async Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        return await func();
    }

    public IUnmutableFilter Mute() => new Muted(system, filters);

    private T Intercept<T>(Func<T> func, int expected, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var counted = new Counted(filters);
        using var muted = Mute();
        var result = func();
        var wait = timeout ?? testkit.TestKitSettings.TestEventFilterLeeway;
        var enough = testkit.AwaitConditionNoThrow(() => counted.IsDone(expected), wait, Interval, cancellationToken);
        Judge(counted, expected, enough, wait);
        return result;
    }

    private async Task<T> InterceptAsync<T>(Func<Task<T>> func, int expected, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var counted = new Counted(filters);
        using var muted = Mute();
        var result = await func();
        var wait = timeout ?? testkit.TestKitSettings.TestEventFilterLeeway;
        var enough = await testkit.AwaitConditionNoThrowAsync(() => counted.IsDone(expected), wait, Interval, cancellationToken);
        Judge(counted, expected, enough, wait);
        return result;
    }

    /// <summary>Short, since a test waits for it: the listener usually needs a few microseconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private void Judge(Counted counted, int expected, bool enough, TimeSpan waited)
    {
        var count = counted.Count;
        if (count > expected)
            testkit.TestKitAssertions.Fail("Received {0} messages too many. {1}", count - expected, Describe());
        else if (expected > 0 && !enough)
            testkit.TestKitAssertions.Fail("Timeout ({0}) while waiting for {1} more messages. {2}", waited, expected - count, Describe());
    }

    private string Describe() => "Filter: " + string.Join(" or ", filters);

    private static Func<bool> Returning(Action action) =>
        () =>
        {
            action();
            return true;
        };

    private static Func<Task<bool>> Returning(Func<Task> action) =>
        async () =>
        {
            await action();
            return true;
        };

    private sealed class Counted : IDisposable
    {
        private readonly IReadOnlyList<EventFilterBase> _filters;
        private int _count;

        public Counted(IReadOnlyList<EventFilterBase> filters)
        {
            _filters = filters;
            foreach (var filter in filters)
                filter.EventMatched += OnMatched;
        }

        public int Count => Volatile.Read(ref _count);

        /// <summary>Whether more waiting cannot change the verdict.</summary>
        public bool IsDone(int expected) => expected == 0 ? Count > 0 : Count >= expected;

        public void Dispose()
        {
            foreach (var filter in _filters)
                filter.EventMatched -= OnMatched;
        }

        private void OnMatched(EventFilterBase filter, Event.LogEvent logEvent) => Interlocked.Increment(ref _count);
    }

    private sealed class Muted : IUnmutableFilter
    {
        private readonly ActorSystem _system;
        private readonly IReadOnlyList<EventFilterBase> _filters;

        public Muted(ActorSystem system, IReadOnlyList<EventFilterBase> filters)
        {
            _system = system;
            _filters = filters;
            system.EventStream.Publish(new Mute(filters));
        }

        public void Unmute() => _system.EventStream.Publish(new Unmute(_filters));

        public void Dispose() => Unmute();
    }
}
