namespace Pika.Storage.Keyspace;

/// <summary>Copies of elements and their values, in one buffer: for commands that choose or filter elements before they answer.</summary>
public sealed class ElementList
{
    private readonly List<(int Start, int Middle, int End)> _places = [];
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>The elements so far.</summary>
    public int Count => _places.Count;

    /// <summary>Bytes of all elements and values that were added.</summary>
    public int Bytes => _length;

    /// <summary>An element by its number, valid until the next one is added.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_places[index].Start, _places[index].Middle - _places[index].Start);

    /// <summary>The value of an element, as the element.</summary>
    public ReadOnlySpan<byte> ValueOf(int index) => _bytes.AsSpan(_places[index].Middle, _places[index].End - _places[index].Middle);

    /// <summary>Takes an element out of the list, and puts the last one in its place. The span is valid until the next one is added.</summary>
    public ReadOnlySpan<byte> Take(int index)
    {
        var element = this[index];
        _places[index] = _places[^1];
        _places.RemoveAt(_places.Count - 1);
        return element;
    }

    /// <summary>Adds the element on which a walk stands.</summary>
    public void Add(ElementWalk walk) => Add(walk.Element, walk.Value);

    /// <summary>Adds an element.</summary>
    /// <exception cref="OutOfMemoryException">The elements take more than 2 GB.</exception>
    public void Add(ReadOnlySpan<byte> element, ReadOnlySpan<byte> value)
    {
        long needed = (long)_length + element.Length + value.Length;
        if (needed > _bytes.Length)
        {
            long size = Math.Max(needed, Math.Min(2L * _bytes.Length, Array.MaxLength));
            Array.Resize(ref _bytes, size <= Array.MaxLength ? (int)size : throw new OutOfMemoryException());
        }

        element.CopyTo(_bytes.AsSpan(_length));
        value.CopyTo(_bytes.AsSpan(_length + element.Length));
        _places.Add((_length, _length + element.Length, (int)needed));
        _length = (int)needed;
    }

    /// <summary>Forgets all elements.</summary>
    public void Clear()
    {
        _places.Clear();
        _length = 0;
    }
}
