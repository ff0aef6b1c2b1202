using Akka.Actor;
using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Store;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

public sealed class ShardSpecs
{
    private const string Error = "-ERR internal error";

    [Fact]
    public async Task A_defect_answers_what_waits_and_what_comes_and_ends_the_node()
    {
        await using var node = await TestNode.OpenAsync();
        var client = node.Connect();
        CommandTable.Find(Request.Of("SET", "key", "value"), out var set);
        var shard = node.Node.Router.Of(set!, Request.Of("SET", "key", "value"), node.Node.Databases[0]).Shard!;

        shard.Tell(new Shard.Execute(new Defect()), ActorRefs.NoSender);

        (await client.Ask("SET", "key", "value").WaitAsync(TimeSpan.FromSeconds(15))).ShouldStartWith(Error);
        (await client.Ask("FLUSHALL").WaitAsync(TimeSpan.FromSeconds(15))).ShouldStartWith(Error);
        (await client.Ask("SWAPDB", "0", "1").WaitAsync(TimeSpan.FromSeconds(15))).ShouldStartWith(Error);
        await Should.ThrowAsync<NodeFailedException>(() => node.Node.ShutdownRequested);
    }

    private sealed class Defect : TurnWork
    {
        public override bool TryRun(TurnExecutor executor, ReadTier tier) => throw new InvalidOperationException("a defect");

        public override void Rewind() { }

        public override void Refuse(string error) { }

        public override void Complete() { }
    }
}
