using System.Text;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Puts replies whose order means nothing (the members of a set, the fields of a hash, what a scan finds) into one order, and leaves of times only whether there is
/// one, so that two servers can be compared; all others it leaves as they are. It follows one connection: the reply of EXEC is put in order by the commands that were queued.
/// </summary>
internal sealed class ReplyOrder
{
    private static readonly Dictionary<string, Form> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EXPIRETIME"] = Form.Time,
        ["HGETALL"] = Form.Pairs,
        ["HKEYS"] = Form.Elements,
        ["HRANDFIELD"] = Form.Elements,
        ["HSCAN"] = Form.ScannedPairs,
        ["HVALS"] = Form.Elements,
        ["KEYS"] = Form.Elements,
        ["PEXPIRETIME"] = Form.Time,
        ["PTTL"] = Form.Time,
        ["SCAN"] = Form.ScannedElements,
        ["SDIFF"] = Form.Elements,
        ["SINTER"] = Form.Elements,
        ["SMEMBERS"] = Form.Elements,
        ["SPOP"] = Form.Elements,
        ["SRANDMEMBER"] = Form.Elements,
        ["SSCAN"] = Form.ScannedElements,
        ["SUNION"] = Form.Elements,
        ["TTL"] = Form.Time,
        ["ZSCAN"] = Form.ScannedPairs,
    };

    /// <summary>The key that gets fixed times only: the times of others count from each server's own clock.</summary>
    private const string Dated = "dated";

    private readonly List<string[]> _queue = [];

    /// <summary>What is without order in a reply.</summary>
    private enum Form
    {
        Ordered,

        /// <summary>The items of an array, a set or a map.</summary>
        Elements,

        /// <summary>The items of an array two by two; of a map, as ever.</summary>
        Pairs,

        /// <summary>The elements in the second item, after a cursor.</summary>
        ScannedElements,

        /// <summary>The pairs in the second item, after a cursor.</summary>
        ScannedPairs,

        /// <summary>A time: only whether there is one.</summary>
        Time,

        /// <summary>An encoding: only whether there is one. Redis's depends on a value's past, as after APPEND, and ours on what it is.</summary>
        Encoding,
    }

    /// <summary>The next command's reply, in order.</summary>
    public string Next(string[] command, string reply)
    {
        if (reply == "+QUEUED\r\n")
        {
            _queue.Add(command);
            return reply;
        }

        var name = command[0].ToUpperInvariant();
        if (name is not ("EXEC" or "MULTI" or "DISCARD" or "RESET"))
            return FormOf(command) == Form.Ordered ? reply : InOrder(reply, tree => Sort(tree, FormOf(command)));

        string[][] queued = [.. _queue];
        _queue.Clear();
        return name == "EXEC" && queued.Any(each => FormOf(each) != Form.Ordered) ? InOrder(reply, tree => SortAll(tree, queued)) : reply;
    }

    private static Form FormOf(string[] command)
    {
        var form = Forms.GetValueOrDefault(command[0], Form.Ordered);
        if (command is [_, _, _] && $"{command[0]} {command[1]}".Equals("OBJECT ENCODING", StringComparison.OrdinalIgnoreCase))
            return Form.Encoding;

        if (form == Form.Time && command is [_, Dated])
            return Form.Ordered;

        var pairs = command[^1].Equals("WITHVALUES", StringComparison.OrdinalIgnoreCase) && form == Form.Elements;
        return pairs ? Form.Pairs : form;
    }

    private static string InOrder(string reply, Func<RespTree, RespTree> sort) =>
        RespTree.TryParse(Encoding.Latin1.GetBytes(reply), out var tree, out _) && (tree.Items.Count > 0 || tree.Type is ':' or '$')
            ? Encode(sort(tree))
            : reply;

    private static RespTree SortAll(RespTree replies, string[][] commands) =>
        replies.Items.Count == commands.Length
            ? replies with
            {
                Items = [.. replies.Items.Zip(commands, (reply, command) => Sort(reply, FormOf(command)))],
            }
            : replies;

    private static RespTree Sort(RespTree tree, Form form) =>
        form switch
        {
            Form.Elements => SortItems(tree, tree.Type == '%' ? 2 : 1),
            Form.Pairs => SortItems(tree, tree.Items.All(item => item.Items.Count == 0) ? 2 : 1),
            Form.ScannedElements when tree.Items.Count == 2 => tree with { Items = [tree[0], Sort(tree[1], Form.Elements)] },
            Form.ScannedPairs when tree.Items.Count == 2 => tree with { Items = [tree[0], Sort(tree[1], Form.Pairs)] },
            Form.Time when tree.Type == ':' && !tree.Text!.StartsWith('-') && tree.Text != "0" => tree with { Text = "1" },
            Form.Encoding when tree.Type == '$' && tree.Text is not null => tree with { Text = "some" },
            _ => tree,
        };

    private static RespTree SortItems(RespTree tree, int together) =>
        tree with
        {
            Items =
            [
                .. tree
                    .Items.Chunk(together)
                    .OrderBy(items => string.Concat(items.Select(Encode)), StringComparer.Ordinal)
                    .SelectMany(items => items),
            ],
        };

    private static string Encode(RespTree tree) =>
        tree.Type switch
        {
            '*' or '~' or '>' or '%' when tree.Text is null =>
                $"{tree.Type}{(tree.Type == '%' ? tree.Items.Count / 2 : tree.Items.Count)}\r\n{string.Concat(tree.Items.Select(Encode))}",
            '$' when tree.Text is null => "$-1\r\n",
            '$' or '=' => $"{tree.Type}{tree.Text!.Length}\r\n{tree.Text}\r\n",
            _ => $"{tree.Type}{tree.Text}\r\n",
        };
}
