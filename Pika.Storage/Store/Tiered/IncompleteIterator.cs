namespace Pika.Storage.Store.Tiered;

/// <summary>A walk that could not begin without blocking.</summary>
internal sealed class IncompleteIterator : IRowIterator
{
    public static readonly IncompleteIterator Instance = new();

    public bool Valid => false;

    public bool Incomplete => true;

    public ReadOnlySpan<byte> Key => throw NotOnARow();

    public ReadOnlySpan<byte> Value => throw NotOnARow();

    public void SeekToFirst() { }

    public void SeekToLast() { }

    public void Seek(ReadOnlySpan<byte> key) { }

    public void SeekForPrev(ReadOnlySpan<byte> key) { }

    public void Next() => throw NotOnARow();

    public void Prev() => throw NotOnARow();

    public void Dispose() { }

    private static InvalidOperationException NotOnARow() => new("the iterator does not stand on a row");
}
