using Pika.Actors.Equality;
using Pika.Storage.Keyspace;
using Pika.Tests.Actors.Support;
using Pika.Tests.EndToEnd;
using Eventually = Pika.Tests.EndToEnd.Eventually;

namespace Pika.Tests.Actors.Commands;

public sealed class DigestCommandsTests : NodeTestBase
{
    private ulong End => Node.Node.Binlog.Position.Last.Index;

    [Fact]
    public async Task A_state_is_that_right_behind_its_record_whatever_is_written_before_and_after()
    {
        await Client.Ask("SET", "a", "1");
        var two = End + 2;
        var id = await OrderAsync($"{two}");
        (await StatusAsync(id)).ShouldStartWith("""["waiting", """);

        await Client.Ask("SET", "a", "2");
        (await StatusAsync(id)).ShouldStartWith("""["waiting", """);
        await Client.Ask("SET", "a", "3");
        await Client.Ask("SET", "a", "4");
        await ReadyAsync(id, two);
        var atTwo = await SlotsAsync(id);

        await using var other = await TestNode.OpenAsync();
        var client = other.Connect();
        await client.Ask("SET", "a", "3");
        (await SlotsAsync(client, await OrderAsync(client, "NOW"))).ShouldBe(atTwo);
        (await SlotsAsync(await OrderAsync("NOW"))).ShouldNotBe(atTwo);
    }

    [Fact]
    public async Task A_record_that_is_over_is_passed_and_that_of_now_is_ready()
    {
        await Client.Ask("SET", "a", "1");
        await Client.Ask("SET", "a", "2");
        var late = await OrderAsync($"{End - 1}");
        await Eventually.Holds(async () => (await StatusAsync(late)).StartsWith("""["passed", """, StringComparison.Ordinal), "it is told");
        await ReadyAsync(await OrderAsync($"{End}"), End);
    }

    [Fact]
    public async Task Generations_are_those_of_the_state()
    {
        await Client.Ask("SET", "a", "1");
        await Client.Ask("SELECT", "1");
        await Client.Ask("SET", "b", "1");
        var id = await OrderAsync("NOW");
        await ReadyAsync(id, End);
        var before = await SlotsAsync(id);
        await Client.Ask("SWAPDB", "0", "1");
        await Client.Ask("FLUSHALL");
        (await SlotsAsync(id)).ShouldBe(before);
        before.ShouldStartWith("[:2, ");
        (await SlotsAsync(await OrderAsync("NOW"))).ShouldStartWith("[:0, ");
    }

    [Fact]
    public async Task Keys_that_have_expired_count_as_long_as_they_are_not_removed()
    {
        await Client.Ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await Client.Ask("SET", "a", "1", "PX", "1000");
        var id = await OrderAsync("NOW");
        await ReadyAsync(id, End);
        var before = await SlotsAsync(id);
        Node.Time.Advance(TimeSpan.FromSeconds(2));
        (await SlotsAsync(await OrderAsync("NOW"))).ShouldBe(before);
        before.ShouldStartWith("[:1, ");
    }

    [Theory]
    [InlineData("HSET k f v", "HSET k f w")]
    [InlineData("SADD k a b", "SADD k a c")]
    [InlineData("RPUSH k a b", "RPUSH k b a")]
    [InlineData("ZADD k 1 a", "ZADD k 2 a")]
    [InlineData("XADD k 1-1 f v", "XADD k 1-2 f v")]
    [InlineData("XGROUP CREATE k g 0 MKSTREAM", "XGROUP CREATE k h 0 MKSTREAM")]
    [InlineData("XGROUP CREATE k g 0 MKSTREAM", "XGROUP CREATE k g 5 MKSTREAM")]
    [InlineData("SET k v PXAT 9000000000000", "SET k v PXAT 9000000000001")]
    public async Task Every_part_of_a_value_counts(string one, string another)
    {
        await Client.Pipeline(one);
        var first = await SlotsAsync(await OrderAsync("NOW"));
        await Client.Pipeline("DEL k", another);
        (await SlotsAsync(await OrderAsync("NOW"))).ShouldNotBe(first);
        await Client.Pipeline("DEL k", one);
        (await SlotsAsync(await OrderAsync("NOW"))).ShouldBe(first);
    }

    [Fact]
    public async Task Keys_are_told_with_type_expiry_and_digest()
    {
        await Client.Ask("HSET", "{s}h", "f", "v");
        await Client.Ask("SET", "{s}s", "v", "PXAT", "9000000000000");
        var id = await OrderAsync("NOW");
        await ReadyAsync(id, End);
        var slot = $"{HashSlot.Of("s"u8)}";
        var keys = Reply.Render(await Client.Ask("PKDIGEST", "KEYS", $"{id}", "0", slot, "", "10"));
        keys.ShouldStartWith("""[["{s}h", "hash", :0, """);
        keys.ShouldContain("""["{s}s", "string", :9000000000000, """);
        Reply.Render(await Client.Ask("PKDIGEST", "KEYS", $"{id}", "0", slot, "{s}i", "10")).ShouldNotContain("hash");
        Reply.Render(await Client.Ask("PKDIGEST", "KEYS", $"{id}", "0", slot, "", "1")).ShouldNotContain("string");
        (await Client.Ask("PKDIGEST", "KEYS", $"{id}", "1", slot, "", "10")).ShouldBe("*0\r\n");
    }

    [Fact]
    public async Task Orders_are_bounded_and_what_is_not_there_is_an_error()
    {
        for (var i = 0; i < KeptStates.Most; i++)
            await OrderAsync("999999");
        (await Client.Ask("PKDIGEST", "AT", "NOW")).ShouldStartWith("-ERR too many states");
        (await Client.Ask("PKDIGEST", "SLOTS", "1", "0", "1")).ShouldStartWith("-ERR the state is not there yet");
        await Client.Dialogue(
            """
            PKDIGEST DROP 1 => +OK
            PKDIGEST DROP 1 => +OK
            PKDIGEST STATUS 1 => -ERR there is no such state, or none any more
            PKDIGEST SLOTS 1 0 1 => -ERR there is no such state, or none any more
            PKDIGEST AT -1 => -ERR value is not an integer or out of range
            PKDIGEST AT x => -ERR value is not an integer or out of range
            PKDIGEST SLOTS 2 0 16384 => -ERR value is not an integer or out of range
            PKDIGEST SLOTS 2 2 1 => -ERR value is not an integer or out of range
            PKDIGEST KEYS 2 16 0 "" 1 => -ERR value is not an integer or out of range
            """.ReplaceLineEndings("\n")
        );
    }

    private Task<string> SlotsAsync(long id) => SlotsAsync(Client, id);

    private static async Task<string> SlotsAsync(TestClient client, long id)
    {
        await ReadyAsync(client, id);
        return Reply.Render(await client.Ask("PKDIGEST", "SLOTS", $"{id}", "0", "16383"));
    }

    private Task<long> OrderAsync(string index) => OrderAsync(Client, index);

    private static async Task<long> OrderAsync(TestClient client, string index)
    {
        var reply = await client.Ask("PKDIGEST", "AT", index);
        reply.ShouldStartWith(":");
        return long.Parse(reply[1..]);
    }

    private async Task ReadyAsync(long id, ulong index)
    {
        await ReadyAsync(Client, id);
        (await StatusAsync(id)).ShouldContain($", :{index}, ");
    }

    private static Task ReadyAsync(TestClient client, long id) =>
        Eventually.Holds(
            async () =>
                Reply.Render(await client.Ask("PKDIGEST", "STATUS", $"{id}")).StartsWith("""["ready", """, StringComparison.Ordinal),
            "the state is there"
        );

    private async Task<string> StatusAsync(long id) => Reply.Render(await Client.Ask("PKDIGEST", "STATUS", $"{id}"));
}
