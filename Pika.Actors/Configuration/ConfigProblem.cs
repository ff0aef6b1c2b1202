using System.Globalization;

namespace Pika.Actors.Configuration;

/// <summary>Something that stops the start.</summary>
/// <param name="Source">The file, or <c>command line</c>.</param>
/// <param name="Line">The line's number from 1; 0 where there are no lines.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record ConfigProblem(string Source, int Line, string Text, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Line == 0 ? $"{Source}: '{Text}': {Reason}" : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}: '{Text}': {Reason}");
}
