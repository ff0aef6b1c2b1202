using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>SORT: reads all elements of a list, set or sorted set, and whatever keys its patterns make of them.</summary>
internal static class SortCommands
{
    /// <summary>SORT key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA] [STORE destination]</summary>
    public static void Sort(CommandContext c) => Sort(c, mayStore: true);

    /// <summary>SORT_RO key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA]</summary>
    public static void SortRo(CommandContext c) => Sort(c, mayStore: false);

    private static void Sort(CommandContext c, bool mayStore)
    {
        if (!SortOptions.TryParse(c, mayStore, out var options))
        {
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (row.Exists && row.Type is not (ValueType.List or ValueType.Set or ValueType.Zset))
        {
            c.IsWrongType(row, ValueType.List);
            return;
        }

        if (row.Exists && !c.Keyspace.MayProcess(row.Size * ElementRows.ElementCost))
        {
            return;
        }

        // A pattern without a star names the same key for all elements: they stay in their order, which a set does not have.
        bool sorts = options.By == 0 || c[options.By].Contains((byte)'*');
        if (!sorts && options.Store != 0 && row.Exists && row.Type == ValueType.Set)
        {
            (sorts, options.Alpha, options.By) = (true, true, 0);
        }

        var items = row.Exists ? Elements(c, row, !sorts && options.Descending) : [];
        if (sorts && !TrySort(c, items, options))
        {
            c.Error("ERR One or more scores can't be converted into double");
            return;
        }

        Reply(c, options, Limited(items, options));
    }

    private static List<Item> Elements(CommandContext c, in KeyRow row, bool backwards)
    {
        var items = new List<Item>();
        switch (row.Type)
        {
            case ValueType.List:
                using (var list = new ListWalk(c.Keyspace, c[1], row, backwards ? row.Size - 1 : 0, row.Size, backwards))
                {
                    while (list.Next())
                    {
                        items.Add(new Item(list.Value.ToArray()));
                    }
                }

                break;
            case ValueType.Set:
                using (var set = new ElementRows(c.Keyspace, c[1], row.Version).Walk())
                {
                    for (bool any = set.SeekToFirst(); any; any = set.Next())
                    {
                        items.Add(new Item(set.Element.ToArray()));
                    }
                }

                break;
            default:
                using (var zset = c.Keyspace.Zsets.Open(c[1], row).Walk(backwards))
                {
                    while (zset.Next())
                    {
                        items.Add(new Item(zset.Member.ToArray()));
                    }
                }

                break;
        }

        return items;
    }

    // False: a weight is no number.
    private static bool TrySort(CommandContext c, List<Item> items, SortOptions options)
    {
        foreach (var item in items)
        {
            item.Text = options.By == 0 ? item.Element : SortPattern.Value(c.Keyspace, c[options.By], item.Element);
            if (!options.Alpha && item.Text is not null && !TryWeight(item.Text, out item.Weight))
            {
                return c.Keyspace.Incomplete;
            }
        }

        bool byText = options.Alpha;
        int sign = options.Descending ? -1 : 1;
        items.Sort((a, b) => sign * (byText ? Compare(a.Text, b.Text) : Item.CompareWeights(a, b)));
        return true;
    }

    private static bool TryWeight(ReadOnlySpan<byte> text, out double weight)
    {
        text = text.TrimStart(" \t\n\v\f\r"u8);
        weight = 0;
        return text.IsEmpty || (Numbers.TryParseDouble(text, out weight) && !double.IsNaN(weight));
    }

    private static int Compare(byte[]? a, byte[]? b) =>
        a is null || b is null ? (a is null ? 0 : 1) - (b is null ? 0 : 1) : a.AsSpan().SequenceCompareTo(b);

    private static List<Item> Limited(List<Item> items, SortOptions options)
    {
        int first = (int)Math.Min(Math.Max(options.Offset, 0), items.Count);
        int count = options.Limit < 0 ? items.Count - first : (int)Math.Min(options.Limit, items.Count - first);
        return items.GetRange(first, count);
    }

    private static void Reply(CommandContext c, SortOptions options, List<Item> items)
    {
        int each = Math.Max(options.Get.Count, 1);
        if (options.Store != 0)
        {
            Store(c, options, items);
            c.Reply.Integer((long)items.Count * each);
            return;
        }

        c.Reply.Array(items.Count * each);
        foreach (var item in items)
        {
            for (int i = 0; i < each; i++)
            {
                if (ValueOf(c, options, item, i) is { } value)
                {
                    c.Reply.Bulk(value);
                }
                else
                {
                    c.Reply.Null();
                }
            }
        }
    }

    private static byte[]? ValueOf(CommandContext c, SortOptions options, Item item, int index) =>
        options.Get.Count == 0 ? item.Element : SortPattern.Value(c.Keyspace, c[options.Get[index]], item.Element);

    private static void Store(CommandContext c, SortOptions options, List<Item> items)
    {
        var values = new List<byte[]>();
        foreach (var item in items)
        {
            for (int i = 0; i < Math.Max(options.Get.Count, 1); i++)
            {
                values.Add(ValueOf(c, options, item, i) ?? []);
            }
        }

        var key = c[options.Store];
        using (var old = c.Keyspace.Find(key))
        {
            if (old.Exists)
            {
                c.Keyspace.Remove(key, old);
            }

            if (values.Count == 0)
            {
                if (old.Exists)
                {
                    c.Notify(NotifyEvent.Generic, "del"u8, key);
                }

                return;
            }
        }

        var list = new ListValue(c.Keyspace, key, default);
        foreach (byte[] value in values)
        {
            list.Push(left: false, value);
        }

        list.Save();
        c.Notify(NotifyEvent.List, "sortstore"u8, key);
    }

    private sealed class Item(byte[] element)
    {
        /// <summary>The number to sort by.</summary>
        public double Weight;

        public byte[] Element { get; } = element;

        /// <summary>What to sort by; null if the pattern finds nothing.</summary>
        public byte[]? Text { get; set; }

        public static int CompareWeights(Item a, Item b)
        {
            int order = a.Weight.CompareTo(b.Weight);
            return order != 0 ? order : Compare(a.Element, b.Element);
        }
    }
}
