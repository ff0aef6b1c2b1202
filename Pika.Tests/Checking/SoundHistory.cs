namespace Pika.Tests.Checking;

/// <summary>What clients hear of one key of a store that does everything at one moment: calls and answers lie around that moment by chance, and some answers are lost.</summary>
internal static class SoundHistory
{
    private const int LostAnswers = 30;

    /// <summary>A history of sums, reads and removals.</summary>
    public static List<Operation> Of(Random random, int clients, int operations)
    {
        var (history, value) = (new List<Operation>(), (string?)null);
        var free = new long[clients];
        for (int i = 0; i < operations; i++)
        {
            // The store's moment is 100 i; a client asks one thing at a time, before it, and hears after it.
            int client = random.Next(clients);
            long moment = 100L * (i + 1);
            if (free[client] >= moment)
                continue;

            var kind = random.Next(10) switch
            {
                0 => OperationKind.Delete,
                < 6 => OperationKind.Add,
                _ => OperationKind.Get,
            };
            long called = Math.Max(free[client] + 1, moment - random.Next(1, 500));
            var operation = new Operation(i, client, "k", kind, kind == OperationKind.Add ? $"{random.Next(1, 4)}" : null, called);
            bool isLost = random.Next(LostAnswers) == 0;
            if (isLost && random.Next(2) == 0)
            {
                history.Add(operation);
                continue;
            }

            KeyModel.TryRun(value, operation, out value);
            free[client] = moment + random.Next(1, 500);
            history.Add(
                isLost
                    ? operation
                    : operation with
                    {
                        Outcome = Outcome.Ok,
                        Returned = free[client],
                        Result = kind == OperationKind.Delete ? null : value,
                    }
            );
        }

        return [.. history.OrderBy(operation => operation.Called)];
    }
}
