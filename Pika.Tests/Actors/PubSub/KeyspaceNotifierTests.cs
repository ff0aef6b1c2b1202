using System.Text.RegularExpressions;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.PubSub;

/// <summary>Keyspace notifications as a client hears them.</summary>
public sealed partial class KeyspaceNotifierTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _listener = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _listener = _node.Connect();
        _client = _node.Connect();
        await _listener.Ask("PSUBSCRIBE", "__key*");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Nothing_is_sent_unless_it_is_asked_for()
    {
        await _client.Ask("SET", "a", "1");
        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "A");
        await _client.Ask("SET", "a", "1");
        (await _listener.Pushed()).ShouldBe("");

        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "Kg");
        await _client.Pipeline("SET a 1", "DEL a");
        (await _listener.Pushed()).ShouldBe("*4\r\n$8\r\npmessage\r\n$6\r\n__key*\r\n$16\r\n__keyspace@0__:a\r\n$3\r\ndel\r\n");
    }

    [Fact]
    public async Task The_channel_of_the_key_comes_before_that_of_the_event()
    {
        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "KEA");
        await _client.Pipeline("SELECT 2", "SET a 1 EX 10");

        (await Events()).ShouldBe(["__keyspace@2__:a set", "__keyevent@2__:set a", "__keyspace@2__:a expire", "__keyevent@2__:expire a"]);
    }

    [Fact]
    public async Task Reads_that_miss_on_a_connection_and_in_a_transaction_are_told()
    {
        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "Em");
        await _client.Pipeline("GET a", "MGET b c", "MULTI", "GET d", "EXEC");

        (await Events()).ShouldBe([
            "__keyevent@0__:keymiss a",
            "__keyevent@0__:keymiss b",
            "__keyevent@0__:keymiss c",
            "__keyevent@0__:keymiss d",
        ]);
    }

    [Fact]
    public async Task A_key_whose_time_has_come_is_told_when_it_is_removed()
    {
        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "Ex");
        await _client.Ask("SET", "a", "1", "PX", "100");
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        await _client.Ask("GET", "a");

        (await Events()).ShouldBe(["__keyevent@0__:expired a"]);
    }

    [Fact]
    public async Task A_transaction_that_fails_to_commit_tells_nothing_and_one_that_does_in_order_with_its_messages()
    {
        await _client.Ask("CONFIG", "SET", "notify-keyspace-events", "E$g");
        await _listener.Ask("SUBSCRIBE", "mine");
        await _client.Pipeline("WATCH a", "MULTI", "SET b 1");
        await _node.Connect().Ask("SET", "a", "1");
        (await _client.Ask("EXEC")).ShouldBe("*-1\r\n");
        await _client.Pipeline("MULTI", "SET b 1", "PUBLISH mine x", "DEL b", "EXEC");

        (await Events()).ShouldBe(["__keyevent@0__:set a", "__keyevent@0__:set b", "mine x", "__keyevent@0__:del b"]);
    }

    private async Task<string[]> Events() =>
        [.. Message().Matches(await _listener.Pushed()).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")];

    [GeneratedRegex(@"\*(?:3\r\n\$7\r\nmessage|4\r\n\$8\r\npmessage\r\n\$6\r\n__key\*)\r\n\$\d+\r\n(.*?)\r\n\$\d+\r\n(.*?)\r\n")]
    private static partial Regex Message();
}
