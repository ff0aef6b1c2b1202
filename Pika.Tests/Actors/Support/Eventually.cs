namespace Pika.Tests.Actors.Support;

/// <summary>Waits for what the background does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds, and fails when it does not for a long time.</summary>
    public static async Task True(Func<bool> condition)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!condition())
        {
            end.IsCancellationRequested.ShouldBeFalse("it did not become true");
            await Task.Delay(5);
        }
    }
}
