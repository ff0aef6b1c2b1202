using System.Text;

namespace Pika.Tests.Protocol.Support;

/// <summary>A reply, parsed: the type byte, the text of a leaf (one character a byte), the items of an aggregate (of a map: keys and values).</summary>
public sealed record RespTree(char Type, string? Text, IReadOnlyList<RespTree> Items)
{
    public RespTree this[int index] => Items[index];

    /// <summary>The value of a map's key, or null.</summary>
    public RespTree? this[string key]
    {
        get
        {
            for (var i = 0; i + 1 < Items.Count; i += 2)
            {
                if (Items[i].Text == key)
                    return Items[i + 1];
            }

            return null;
        }
    }

    /// <summary>The keys and values of a map.</summary>
    public IEnumerable<(string Key, RespTree Value)> Pairs =>
        Enumerable.Range(0, Items.Count / 2).Select(i => (Items[2 * i].Text!, Items[(2 * i) + 1]));

    /// <summary>Parses a reply whose characters are bytes.</summary>
    public static RespTree Parse(string reply) => Parse(Encoding.Latin1.GetBytes(reply));

    public static RespTree Parse(ReadOnlySpan<byte> bytes)
    {
        TryParse(bytes, out var tree, out var length).ShouldBeTrue();
        length.ShouldBe(bytes.Length);
        return tree;
    }

    /// <summary>Parses the first reply in <paramref name="bytes"/>; false when it is not complete.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RespTree tree, out int length)
    {
        tree = new RespTree('_', null, []);
        length = bytes.IndexOf("\r\n"u8) + 2;
        if (length < 2)
            return false;

        var type = (char)bytes[0];
        var head = Encoding.Latin1.GetString(bytes[1..(length - 2)]);
        if (type is '*' or '~' or '%' or '>')
            return TryParseItems(bytes, type, int.Parse(head), ref length, out tree);

        if (type is '$' or '=' && head != "-1")
        {
            var size = int.Parse(head);
            if (bytes.Length < length + size + 2)
                return false;

            head = Encoding.Latin1.GetString(bytes.Slice(length, size));
            length += size + 2;
        }
        else if (type == '$')
        {
            head = null;
        }

        tree = new RespTree(type, head, []);
        return true;
    }

    /// <summary>One line of text; the members of sets are sorted, since their order means nothing.</summary>
    public override string ToString()
    {
        var items = Items.Select(item => item.ToString());
        return Items.Count == 0 && Text is not null
            ? $"{Type}{Text}"
            : $"{Type}[{string.Join(", ", Type == '~' ? items.Order(StringComparer.Ordinal) : items)}]";
    }

    private static bool TryParseItems(ReadOnlySpan<byte> bytes, char type, int count, ref int length, out RespTree tree)
    {
        var items = new List<RespTree>();
        tree = new RespTree(type, count < 0 ? "-1" : null, items);
        for (var i = 0; i < (type == '%' ? 2 * count : count); i++)
        {
            if (!TryParse(bytes[length..], out var item, out var used))
                return false;

            items.Add(item);
            length += used;
        }

        return true;
    }
}
