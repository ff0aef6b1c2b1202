using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public class TransactionCommandsTests
{
    [Fact]
    public async Task A_transaction_that_is_run_again_on_the_storage_pool_does_not_see_its_own_first_run_as_a_change()
    {
        var cold = new ColdStore(new MemoryStore(), seed: 7, misses: 0.3);
        await using var node = await TestNode.OpenAsync(store: cold);
        var client = node.Connect();
        for (int i = 1; i <= 100; i++)
        {
            string replies = await client.SendAsync("WATCH k\r\nMULTI\r\nINCR k\r\nINCR other\r\nEXEC\r\n"u8.ToArray());
            replies.ShouldEndWith($"*2\r\n:{i}\r\n:{i}\r\n");
        }

        cold.Stopped.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_change_before_the_watch_in_the_same_pipeline_is_no_change()
    {
        var cold = new ColdStore(new MemoryStore(), seed: 7, misses: 0.3);
        await using var node = await TestNode.OpenAsync(store: cold);
        var client = node.Connect();
        for (int i = 1; i <= 100; i++)
        {
            string replies = await client.SendAsync("INCR k\r\nWATCH k\r\nINCR other\r\nMULTI\r\nGET k\r\nEXEC\r\n"u8.ToArray());
            replies.ShouldEndWith($"*1\r\n${$"{i}".Length}\r\n{i}\r\n");
        }
    }
}
