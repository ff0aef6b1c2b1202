namespace Pika.Storage.Store;

/// <summary>The value of one row, in memory that its owner keeps still until <see cref="Dispose"/>.</summary>
public readonly ref struct Row
{
    private readonly RowOwner? _owner;
    private readonly nint _handle;

    /// <summary>A row whose memory belongs to <paramref name="owner"/>, which is given <paramref name="handle"/> back at the end.</summary>
    public Row(ReadOnlySpan<byte> value, RowOwner? owner, nint handle)
    {
        Value = value;
        _owner = owner;
        _handle = handle;
    }

    /// <summary>The bytes of the value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _owner?.Release(_handle);
}

/// <summary>Takes back the memory of rows; one instance per kind of store, so that a row costs no allocation.</summary>
public abstract class RowOwner
{
    /// <summary>Gives back what <paramref name="handle"/> stands for.</summary>
    public abstract void Release(nint handle);
}
