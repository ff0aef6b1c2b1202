namespace Pika.Tests.EndToEnd;

/// <summary>Waits for what happens in another process, where nothing can be awaited.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Returns when the condition holds; fails if it does not within the bound.</summary>
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    /// <summary>Returns when the condition holds; fails if it does not within the bound.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(end).ShouldBeLessThan(Timeout, what);
            await Task.Delay(10);
        }
    }
}
