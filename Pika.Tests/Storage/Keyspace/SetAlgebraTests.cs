using System.Text;
using Pika.Storage.Keyspace;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class SetAlgebraTests : KeyspaceTestBase
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Results_are_those_of_sets_in_memory(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            // Few and many members, empty sets, the same set twice; half of the sets are in the store, half in the turn.
            var models = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Members(random)).ToArray();
            var sets = models.Select((members, i) => Put($"{round}/{i}", members, commits: random.Next(2) == 0)).ToList();
            if (random.Next(4) == 0)
            {
                models = [.. models, models[0]];
                sets.Add(sets[0]);
            }

            Of(add => SetAlgebra.Unite(View, [.. sets], add)).ShouldBe(models.Aggregate((a, b) => [.. a.Union(b)]), ignoreOrder: true);
            Of(add => SetAlgebra.Subtract(View, [.. sets], add)).ShouldBe(models.Aggregate((a, b) => [.. a.Except(b)]), ignoreOrder: true);
            Of(add => SetAlgebra.Intersect(View, [.. sets], add))
                .ShouldBe(models.Aggregate((a, b) => [.. a.Intersect(b)]), ignoreOrder: true);
        }
    }

    [Fact]
    public void Whoever_has_enough_stops_the_walk()
    {
        var set = Put("k", [.. Enumerable.Range(0, 100).Select(i => $"{i}")], commits: true);
        var count = 0;
        SetAlgebra.Intersect(View, [set, set], _ => ++count < 7);
        count.ShouldBe(7);
    }

    [Fact]
    public void Big_sets_are_not_worked_through_on_a_network_thread()
    {
        var set = Put("k", [.. Enumerable.Range(0, 3000).Select(i => $"{i}")], commits: true);
        View.Tier = Pika.Storage.Store.ReadTier.BlockCache;
        SetAlgebra.Unite(View, [set, set], _ => throw new InvalidOperationException("it was worked through"));
        View.Incomplete.ShouldBeTrue();
    }

    private static string[] Members(Random random) =>
        [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(200) : random.Next(6)).Select(_ => $"{random.Next(250)}").Distinct()];

    private SetOperand Put(string name, string[] members, bool commits)
    {
        if (members.Length == 0)
            return default;

        var key = Encoding.ASCII.GetBytes(name);
        using (var row = View.Find(key))
        {
            var edit = SetType.Edit(View, key, row);
            foreach (var member in members)
                edit.Add(Encoding.ASCII.GetBytes(member));

            edit.Finish(changed: true);
        }

        if (commits)
            Commit();

        using var made = View.Find(key);
        return new SetOperand(new ElementRows(View, key, made.Version), made.Size);
    }

    private static List<string> Of(Action<MemberSink> operation)
    {
        var members = new List<string>();
        operation(member =>
        {
            members.Add(Encoding.ASCII.GetString(member));
            return true;
        });
        return members;
    }
}
