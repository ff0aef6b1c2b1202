using System.Globalization;

namespace Pika.Tests.Checking;

/// <summary>What one key of a sound store does: a value that is there or not.</summary>
internal static class KeyModel
{
    /// <summary>Runs an operation on a value.</summary>
    /// <param name="value">The value; null: there is none.</param>
    /// <param name="next">The value afterwards.</param>
    /// <returns>Whether a sound store could have answered as the operation was answered.</returns>
    public static bool TryRun(string? value, Operation operation, out string? next)
    {
        next = value;
        switch (operation.Kind)
        {
            case OperationKind.Set:
                next = operation.Argument;
                return true;
            case OperationKind.Delete:
                next = null;
                return true;
            case OperationKind.Add:
                long sum = Number(value ?? "0") + Number(operation.Argument!);
                next = sum.ToString(CultureInfo.InvariantCulture);
                return Answered(operation, next);
            case OperationKind.Append:
                next = string.IsNullOrEmpty(value) ? operation.Argument : $"{value} {operation.Argument}";
                return Answered(operation, (next!.Count(static c => c == ' ') + 1).ToString(CultureInfo.InvariantCulture));
            default:
                return (operation.Result ?? "") == (value ?? "");
        }
    }

    // The number that a writer is told; one that was told nothing can have happened anywhere.
    private static bool Answered(Operation operation, string result) =>
        operation.Outcome != Outcome.Ok || operation.Result is null || operation.Result == result;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
