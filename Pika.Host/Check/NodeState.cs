using System.Globalization;

namespace Pika.Host.Check;

/// <summary>A state that a node keeps for the comparison.</summary>
internal sealed class NodeState(NodeConnection node, long id)
{
    /// <summary>The most keys that are asked for at once.</summary>
    private const int PageKeys = 1000;

    private readonly string _id = id.ToString(CultureInfo.InvariantCulture);

    /// <summary>What becomes of the order.</summary>
    public enum Phase
    {
        /// <summary>The node has not come to the record yet.</summary>
        Waiting,

        /// <summary>It can be read.</summary>
        Ready,

        /// <summary>The node was beyond the record.</summary>
        Passed,
    }

    /// <summary>Where it is in its life, as was last heard.</summary>
    public Phase Now { get; private set; }

    /// <summary>The node's last record, as was last heard.</summary>
    public long NodeEnd { get; private set; }

    /// <summary>The record that the state is right behind, once it is ready.</summary>
    public long Index { get; private set; }

    /// <summary>That record's epoch: number and id.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The node.</summary>
    public NodeAddress Address => node.Address;

    /// <summary>Orders a state.</summary>
    /// <param name="index">The record; null: the last one.</param>
    public static async Task<NodeState> OrderAsync(NodeConnection node, long? index) =>
        new(node, (await node.AskAsync("PKDIGEST", "AT", index?.ToString(CultureInfo.InvariantCulture) ?? "NOW")).Number);

    /// <summary>Asks what has become of the order, and has it kept on.</summary>
    public async Task RefreshAsync()
    {
        var items = (await node.AskAsync("PKDIGEST", "STATUS", _id)).Items;
        Now = items[0].Text switch
        {
            "waiting" => Phase.Waiting,
            "ready" => Phase.Ready,
            _ => Phase.Passed,
        };
        (NodeEnd, Index) = (items[1].Number, items[2].Number);
        Epoch = string.Create(CultureInfo.InvariantCulture, $"{items[3].Number} ({items[4].Text})");
    }

    /// <summary>The digests of slots, and the number of keys in all of them.</summary>
    public async Task<(long Keys, byte[][] Digests)> SlotsAsync(int first, int last)
    {
        var items = (await node.AskAsync("PKDIGEST", "SLOTS", _id, $"{first}", $"{last}")).Items;
        return (items[0].Number, [.. items.Skip(1).Select(item => item.Bytes)]);
    }

    /// <summary>A page of the keys of a database in a slot, in the order of their bytes.</summary>
    /// <param name="from">Where to begin.</param>
    public async Task<CheckedKey[]> KeysAsync(int database, int slot, byte[] from)
    {
        string[] words = ["PKDIGEST", "KEYS", _id, $"{database}", $"{slot}"];
        var reply = await node.AskAsync([
            .. words.Select(System.Text.Encoding.ASCII.GetBytes),
            from,
            System.Text.Encoding.ASCII.GetBytes($"{PageKeys}"),
        ]);
        return
        [
            .. reply.Items.Select(key => new CheckedKey(
                key.Items[0].Bytes,
                key.Items[1].Text,
                key.Items[2].Number,
                Convert.ToHexString(key.Items[3].Bytes)
            )),
        ];
    }

    /// <summary>Gives the state back; a node that is gone has given it back already, or will soon.</summary>
    public async Task DropAsync()
    {
        try
        {
            await node.AskAsync("PKDIGEST", "DROP", _id);
        }
        catch (CheckException)
        {
            // Nobody asks for the state any more, so its lease ends.
        }
    }
}
