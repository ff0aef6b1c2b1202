namespace Pika.Host.Check;

/// <summary>Compares two states: the digests of all slots first, then the keys of those that differ.</summary>
internal sealed class Comparison(NodeState one, NodeState other)
{
    /// <summary>All slots of the keyspace.</summary>
    public const int Slots = 16384;

    /// <summary>Slots that are asked for at once: the progress bar moves, and an answer is a few KB.</summary>
    private const int Step = 64;

    private readonly List<int> _different = [];

    /// <summary>The keys of the first node.</summary>
    public long KeysOfOne { get; private set; }

    /// <summary>The keys of the second node.</summary>
    public long KeysOfOther { get; private set; }

    /// <summary>The slots that differ.</summary>
    public IReadOnlyList<int> DifferentSlots => _different;

    /// <summary>Compares all slots.</summary>
    /// <param name="onProgress">Is told how many are compared.</param>
    public async Task CompareSlotsAsync(Action<int> onProgress)
    {
        for (int first = 0; first < Slots; first += Step)
        {
            var answers = await Task.WhenAll(one.SlotsAsync(first, first + Step - 1), other.SlotsAsync(first, first + Step - 1));
            var (here, there) = (answers[0], answers[1]);
            (KeysOfOne, KeysOfOther) = (KeysOfOne + here.Keys, KeysOfOther + there.Keys);
            for (int i = 0; i < Step; i++)
            {
                if (!here.Digests[i].AsSpan().SequenceEqual(there.Digests[i]))
                {
                    _different.Add(first + i);
                }
            }

            onProgress(first + Step);
        }
    }

    /// <summary>Finds the first keys that differ, by slot, then by database, then by name.</summary>
    /// <param name="databases">How many databases each of the nodes has.</param>
    /// <param name="most">The most to return.</param>
    public async Task<List<KeyDifference>> FindKeysAsync((int One, int Other) databases, int most)
    {
        var found = new List<KeyDifference>();
        foreach (int slot in _different)
        {
            for (int database = 0; database < Math.Max(databases.One, databases.Other) && found.Count < most; database++)
            {
                var here = Keys(one, database, databases.One, slot);
                var there = Keys(other, database, databases.Other, slot);
                await MergeAsync(database, here, there, found, most);
            }
        }

        return found;
    }

    private static SlotKeys Keys(NodeState state, int database, int databases, int slot) =>
        new(from => database < databases ? state.KeysAsync(database, slot, from) : Task.FromResult<CheckedKey[]>([]));

    private static async Task MergeAsync(int database, SlotKeys here, SlotKeys there, List<KeyDifference> found, int most)
    {
        await Task.WhenAll(here.NextAsync(), there.NextAsync());
        while (found.Count < most && (here.Current ?? there.Current) is not null)
        {
            int order =
                here.Current is null ? 1
                : there.Current is null ? -1
                : here.Current.Name.AsSpan().SequenceCompareTo(there.Current.Name);
            var (one, other) = (order <= 0 ? here.Current : null, order >= 0 ? there.Current : null);
            if (one is null || other is null || !IsSame(one, other))
            {
                found.Add(new KeyDifference(database, one, other));
            }

            await Task.WhenAll(order <= 0 ? here.NextAsync() : Task.CompletedTask, order >= 0 ? there.NextAsync() : Task.CompletedTask);
        }
    }

    private static bool IsSame(CheckedKey one, CheckedKey other) =>
        (one.Type, one.ExpireAt, one.Value) == (other.Type, other.ExpireAt, other.Value);
}
