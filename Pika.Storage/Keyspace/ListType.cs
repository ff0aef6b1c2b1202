namespace Pika.Storage.Keyspace;

/// <summary>
/// What commands do with lists, notifications included; docs/formats/keyspace.md says what a list is made of. To read elements, see <see cref="ListWalk"/>;
/// all that changes a list runs in a turn.
/// </summary>
public static class ListType
{
    /// <summary>The elements of a list; 0 for a key that is not there.</summary>
    public static long Count(in KeyRow row) => row.Exists ? row.Size : 0;

    /// <summary>
    /// A walk over the elements at one end, the outermost first: what a pop returns, to be followed by <see cref="Drop"/>. There are
    /// <paramref name="count"/> of them.
    /// </summary>
    public static ListWalk Ends(Keyspace keyspace, scoped ReadOnlySpan<byte> key, scoped in KeyRow row, bool left, long count) =>
        new(keyspace, key, row, left ? 0 : Count(row) - 1, count, backwards: !left);

    /// <summary>Adds one element at one end of a list, which is created if the key is not there. Tells <c>lpush</c> or <c>rpush</c>.</summary>
    public static void Push(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, bool left, ReadOnlySpan<byte> element)
    {
        var list = new ListValue(keyspace, key, row);
        list.Push(left, element);
        list.Save();
        NotifyPushed(keyspace, key, left);
    }

    /// <summary>
    /// Removes elements at one end; there are so many. Tells <c>lpop</c> or <c>rpop</c>, and <c>del</c> if the list, and with it the key, is
    /// gone.
    /// </summary>
    public static void Drop(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, bool left, long count)
    {
        var list = new ListValue(keyspace, key, row);
        list.RemoveEnd(left, count);
        list.Save();
        keyspace.Notify(NotifyEvent.List, left ? "lpop"u8 : "rpop"u8, key);
        NotifyIfGone(keyspace, key, list.Count);
    }

    /// <summary>Tells that elements were pushed.</summary>
    public static void NotifyPushed(Keyspace keyspace, ReadOnlySpan<byte> key, bool left) =>
        keyspace.Notify(NotifyEvent.List, left ? "lpush"u8 : "rpush"u8, key);

    /// <summary>Tells that a key is gone if its list has no elements left.</summary>
    public static void NotifyIfGone(Keyspace keyspace, ReadOnlySpan<byte> key, long count)
    {
        if (count == 0)
        {
            keyspace.Notify(NotifyEvent.Generic, "del"u8, key);
        }
    }

    /// <summary>The index of the first element with these bytes; -1 if there is none, or a read stopped.</summary>
    public static long Find(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, ReadOnlySpan<byte> element)
    {
        using var walk = new ListWalk(keyspace, key, row, 0, row.Size);
        while (walk.Next())
        {
            if (walk.Value.SequenceEqual(element))
            {
                return walk.Index;
            }
        }

        return -1;
    }

    /// <summary>
    /// Removes the elements with these bytes: the first <paramref name="count"/> of them, the last ones if it is negative, all if it is 0. Tells <c>lrem</c>, and
    /// <c>del</c> if the list is gone. Returns how many they were.
    /// </summary>
    public static long Remove(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long count, ReadOnlySpan<byte> element)
    {
        bool backwards = count < 0;
        long most = count is 0 or long.MinValue ? long.MaxValue : Math.Abs(count);
        var places = new List<ListPlace>();
        using (var walk = new ListWalk(keyspace, key, row, backwards ? row.Size - 1 : 0, row.Size, backwards))
        {
            while (places.Count < most && walk.Next())
            {
                if (walk.Value.SequenceEqual(element))
                {
                    places.Add(new ListPlace(walk.Index, walk.Position));
                }
            }
        }

        if (places.Count == 0 || keyspace.Incomplete)
        {
            return 0;
        }

        if (backwards)
        {
            places.Reverse();
        }

        var list = new ListValue(keyspace, key, row);
        list.Remove(places);
        list.Save();
        keyspace.Notify(NotifyEvent.List, "lrem"u8, key);
        NotifyIfGone(keyspace, key, list.Count);
        return places.Count;
    }

    /// <summary>
    /// Takes the element at one end of a list to an end of another, or of the same. Tells of the push, then of the pop.
    /// </summary>
    /// <param name="row">Of <paramref name="key"/>, which is there.</param>
    /// <param name="toRow">Of <paramref name="to"/>.</param>
    /// <param name="element">What <see cref="Ends"/> has read at that end.</param>
    public static void Move(
        Keyspace keyspace,
        ReadOnlySpan<byte> key,
        in KeyRow row,
        bool left,
        ReadOnlySpan<byte> to,
        in KeyRow toRow,
        bool toLeft,
        ReadOnlySpan<byte> element
    )
    {
        var list = new ListValue(keyspace, key, row);
        list.RemoveEnd(left, 1);
        if (key.SequenceEqual(to))
        {
            list.Push(toLeft, element);
            list.Save();
        }
        else
        {
            list.Save();
            var target = new ListValue(keyspace, to, toRow);
            target.Push(toLeft, element);
            target.Save();
        }

        NotifyPushed(keyspace, to, toLeft);
        keyspace.Notify(NotifyEvent.List, left ? "lpop"u8 : "rpop"u8, key);
        NotifyIfGone(keyspace, key, list.Count);
    }
}
