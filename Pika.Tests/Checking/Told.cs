namespace Pika.Tests.Checking;

/// <summary>
/// A history in words, one operation a line: who and what, and a bar for its time, from call to answer. <c>a set 1 |--|</c> was answered; with <c>?</c> at the end of the bar it was not, with
/// <c>!</c> it was refused. <c>b get 1 |--|</c> has read 1; <c>c add 2 5 |-|</c> has added 2 and heard 5; <c>d append x</c>, <c>e list x y</c>, <c>f delete</c>.
/// </summary>
internal static class Told
{
    /// <summary>The operations, all on the key <c>k</c>.</summary>
    public static List<Operation> History(string text)
    {
        var operations = new List<Operation>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int from = line.IndexOf('|', StringComparison.Ordinal);
            var end = line.TrimEnd();
            string[] words = line[..from].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var outcome =
                end[^1] == '?' ? Outcome.Indeterminate
                : end[^1] == '!' ? Outcome.Failed
                : Outcome.Ok;
            var (kind, argument, result) = What(words[1..]);
            operations.Add(
                new Operation(operations.Count, words[0][0] - 'a', "k", kind, argument, from)
                {
                    Outcome = outcome,
                    Returned = outcome == Outcome.Indeterminate ? long.MaxValue : end.Length,
                    Result = outcome == Outcome.Ok ? result : null,
                }
            );
        }

        return [.. operations.OrderBy(operation => operation.Called)];
    }

    private static (OperationKind Kind, string? Argument, string? Result) What(string[] words) =>
        words switch
        {
            ["set", var value] => (OperationKind.Set, value, null),
            ["get"] => (OperationKind.Get, null, null),
            ["get", var value] => (OperationKind.Get, null, value),
            ["add", var value] => (OperationKind.Add, value, null),
            ["add", var value, var sum] => (OperationKind.Add, value, sum),
            ["append", var value] => (OperationKind.Append, value, null),
            ["append", var value, var length] => (OperationKind.Append, value, length),
            ["list", .. var values] => (OperationKind.GetList, null, values.Length == 0 ? null : string.Join(' ', values)),
            ["delete"] => (OperationKind.Delete, null, null),
            _ => throw new FormatException(string.Join(' ', words)),
        };
}
