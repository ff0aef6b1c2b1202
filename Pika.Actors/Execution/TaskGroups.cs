namespace Pika.Actors.Execution;

/// <summary>
/// Waits for several tasks by plain awaits, which go on where the caller does: on its actor's or connection's context, and so also inside a simulation. The
/// combinators of <see cref="Task"/> finish on the thread pool.
/// </summary>
internal static class TaskGroups
{
    /// <summary>Ends with the first of two tasks, and does not tell its failure.</summary>
    /// <returns>Whether it is <paramref name="one"/>.</returns>
    public static Task<bool> First(Task one, Task other)
    {
        var first = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = TellAsync(one, first, isOne: true);
        _ = TellAsync(other, first, isOne: false);
        return first.Task;
    }

    /// <summary>Ends when all tasks have; fails with the failure of the first that failed.</summary>
    public static async Task All(IReadOnlyList<Task> tasks)
    {
        foreach (var task in tasks)
        {
            await task;
        }
    }

    private static async Task TellAsync(Task task, TaskCompletionSource<bool> first, bool isOne)
    {
        try
        {
            await task;
        }
        catch
        {
            // Whoever awaits the task itself is told.
        }

        first.TrySetResult(isOne);
    }
}
