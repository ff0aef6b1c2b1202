namespace Pika.Tests.Fuzzing;

/// <summary>An input that a parser does not stand.</summary>
/// <param name="Target">The parser.</param>
/// <param name="Seed">The seed of the case; with the same target it makes the same input again.</param>
/// <param name="Input">The input, made as short as it still fails.</param>
/// <param name="Problem">What the parser has done.</param>
internal sealed record FuzzFailure(string Target, int Seed, byte[] Input, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Target} does not stand an input of {Input.Length} bytes (PIKA_SEED={Seed}): {Problem}\n"
        + $"To keep it: echo {Convert.ToBase64String(Input)} | base64 -d > Pika.Tests/Fuzzing/Corpus/{Target}/NAME\n";
}
