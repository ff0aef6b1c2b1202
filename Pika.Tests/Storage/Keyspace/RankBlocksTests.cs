using System.Text;
using Pika.Storage.Keyspace;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class RankBlocksTests : KeyspaceTestBase
{
    [Fact]
    public void Reads_outside_turns_keep_the_index_of_the_last_state_and_of_no_other()
    {
        using var reader = new View(Store);
        int size = 2_000;
        Add(0, size);
        for (; size < 2_010; size++)
        {
            RankIndex? kept = null;
            for (int i = 0; i < 2; i++)
            {
                reader.Open(0, View.Generation, now: 1000);
                using var row = reader.Find("k"u8);
                reader.Zsets.Open("k"u8, row).EntriesBefore(size, "m"u8).ShouldBe(size);
                kept ??= View.Generation.ReadIndex;
            }

            View.Generation.ReadIndex.ShouldNotBeNull().ShouldBeSameAs(kept);
            Add(size, 1);
        }
    }

    private void Add(int first, int count)
    {
        using (var row = View.Find("k"u8))
        {
            var zset = View.Zsets.Open("k"u8, row);
            for (int i = first; i < first + count; i++)
            {
                zset.Add(Encoding.ASCII.GetBytes($"m{i}"), i);
            }

            zset.Save();
        }

        Commit();
    }
}
