namespace Pika.Storage.Store;

/// <summary>
/// Rows to write, sorted by family, then by key, each once; read one after the other, so that nobody needs all of them in one buffer.
/// </summary>
public interface ISortedRows
{
    /// <summary>The family of the present row.</summary>
    Family Family { get; }

    /// <summary>Whether the present row is to be removed.</summary>
    bool Deleted { get; }

    /// <summary>The key of the present row, valid until the next <see cref="Read"/>.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value of the present row, valid until the next <see cref="Read"/>; empty for one that is to be removed.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Moves to the next row; false at the end. Rows are read once.</summary>
    bool Read();
}
