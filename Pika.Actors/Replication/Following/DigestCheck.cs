using System.Globalization;

namespace Pika.Actors.Replication.Following;

/// <summary>Compares the digest of what has come with the one that the master tells now and then.</summary>
/// <param name="start">The record behind which the stream begins.</param>
internal sealed class DigestCheck(ulong start)
{
    private readonly StreamDigest _digest = new(start);

    /// <summary>What the master has told for a record that is not in the digest yet. What it tells meanwhile is let go: the next one comes soon.</summary>
    private (ulong Index, ulong Value)? _expected;

    /// <summary>What is wrong, in words; null while nothing is.</summary>
    public string? Flaw { get; private set; }

    /// <summary>The master has this digest up to a record.</summary>
    public void Expect(ulong index, ulong value)
    {
        if (_expected is null && index >= _digest.Index)
        {
            _expected = (index, value);
            Compare();
        }
    }

    /// <summary>Goes on with the next record.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        _digest.Add(record);
        if (_expected is not null)
        {
            Compare();
        }
    }

    private void Compare()
    {
        if (_expected is not { } expected || expected.Index != _digest.Index)
        {
            return;
        }

        _expected = null;
        if (expected.Value != _digest.Value)
        {
            Flaw ??= string.Create(
                CultureInfo.InvariantCulture,
                $"the log differs from the master's: the digest up to record {expected.Index} is {_digest.Value:x16} here and {expected.Value:x16} there"
            );
        }
    }
}
