namespace Pika.Storage.Store;

/// <summary>A walk over no rows.</summary>
internal sealed class EmptyIterator : IRowIterator
{
    /// <summary>The only one: it has no state.</summary>
    public static readonly EmptyIterator Instance = new(incomplete: false);

    /// <summary>One that could not begin without blocking.</summary>
    public static readonly EmptyIterator NeedsToWait = new(incomplete: true);

    private EmptyIterator(bool incomplete) => Incomplete = incomplete;

    /// <inheritdoc/>
    public bool Valid => false;

    /// <inheritdoc/>
    public bool Incomplete { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key => throw NotOnARow();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value => throw NotOnARow();

    /// <inheritdoc/>
    public void SeekToFirst() { }

    /// <inheritdoc/>
    public void SeekToLast() { }

    /// <inheritdoc/>
    public void Seek(ReadOnlySpan<byte> key) { }

    /// <inheritdoc/>
    public void SeekForPrev(ReadOnlySpan<byte> key) { }

    /// <inheritdoc/>
    public void Next() => throw NotOnARow();

    /// <inheritdoc/>
    public void Prev() => throw NotOnARow();

    /// <inheritdoc/>
    public void Dispose() { }

    private static InvalidOperationException NotOnARow() => new("the iterator does not stand on a row");
}
