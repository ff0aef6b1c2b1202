using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

/// <summary>CLIENT TRACKING, with two clients: one that keeps a cache, one that writes.</summary>
public sealed class TrackingCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _reader = null!;
    private TestClient _writer = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _reader = _node.Connect(3);
        _writer = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Who_has_read_a_key_hears_once_that_it_changed()
    {
        await _reader.Pipeline("CLIENT TRACKING ON", "MGET a b");
        await _writer.Pipeline("SET a 1", "SET a 2", "SET c 1");

        (await _reader.Pushed()).ShouldBe(Invalidate("a"));
        await _writer.Ask("DEL", "a");
        (await _reader.Pushed()).ShouldBe("");
        await _reader.Ask("GET", "a");
        await _writer.Ask("MSET", "a", "1", "b", "1");
        (await _reader.Pushed()).ShouldBe(Invalidate("a") + Invalidate("b"));
    }

    [Fact]
    public async Task The_message_comes_after_the_reply_that_it_makes_old()
    {
        await _writer.Ask("SET", "a", "1");
        await _reader.Ask("CLIENT", "TRACKING", "ON");

        (await _reader.Pipeline("GET a", "SET a 2", "GET a", "PING")).ShouldBe($"$1\r\n1\r\n+OK\r\n{Invalidate("a")}$1\r\n2\r\n+PONG\r\n");
        (await _reader.Pipeline("MULTI", "GET a", "SET a 3", "GET a", "EXEC", "PING")).ShouldBe(
            $"+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n$1\r\n2\r\n+OK\r\n$1\r\n3\r\n{Invalidate("a")}+PONG\r\n"
        );
        await _writer.Ask("SET", "a", "4");
        (await _reader.Pushed()).ShouldBe(Invalidate("a"), "the transaction has read it again after it changed it");
    }

    [Fact]
    public async Task Keys_that_expire_and_databases_that_are_emptied_are_told()
    {
        await _writer.Ask("SET", "a", "1", "PX", "100");
        await _reader.Pipeline("CLIENT TRACKING ON", "GET a");
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        await _writer.Ask("GET", "a");
        (await _reader.Pushed()).ShouldBe(Invalidate("a"));

        await _writer.Ask("FLUSHALL");
        (await _reader.Pushed()).ShouldBe(">2\r\n$10\r\ninvalidate\r\n_\r\n");
    }

    [Fact]
    public async Task With_BCAST_all_keys_under_the_prefixes_are_told_together()
    {
        await _reader.Ask("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "foo", "PREFIX", "bar");
        await _writer.Pipeline("MULTI", "SET foo:2 1", "SET foo:1 1", "SET baz 1", "SET bar 1", "EXEC");

        (await _reader.Pushed()).ShouldBe(Invalidate("bar") + Invalidate("foo:1", "foo:2"));
        await _reader.Ask("CLIENT", "TRACKING", "OFF");
        await _writer.Ask("SET", "foo:1", "2");
        (await _reader.Pushed()).ShouldBe("");
    }

    [Fact]
    public async Task With_NOLOOP_nobody_hears_of_its_own_changes()
    {
        await _reader.Ask("CLIENT", "TRACKING", "ON", "NOLOOP");
        (await _reader.Pipeline("GET a", "SET a 1")).ShouldBe("_\r\n+OK\r\n");
        await _reader.Ask("GET", "a");
        await _writer.Ask("SET", "a", "2");
        (await _reader.Pushed()).ShouldBe(Invalidate("a"));

        await _reader.Pipeline("CLIENT TRACKING OFF", "CLIENT TRACKING ON BCAST NOLOOP");
        (await _reader.Ask("SET", "a", "3")).ShouldBe("+OK\r\n");
        await _writer.Ask("SET", "b", "1");
        (await _reader.Pushed()).ShouldBe(Invalidate("b"));
    }

    [Fact]
    public async Task OPTIN_is_for_the_command_or_transaction_after_CACHING()
    {
        await _reader.Ask("CLIENT", "TRACKING", "ON", "OPTIN");
        await _reader.Pipeline(
            "GET a",
            "CLIENT CACHING YES",
            "GET b",
            "GET c",
            "CLIENT CACHING YES",
            "MULTI",
            "GET d",
            "GET e",
            "EXEC",
            "GET f"
        );
        await _writer.Pipeline("SET a 1", "SET b 1", "SET c 1", "SET d 1", "SET e 1", "SET f 1");

        (await _reader.Pushed()).ShouldBe(Invalidate("b") + Invalidate("d") + Invalidate("e"));
    }

    [Fact]
    public async Task OPTOUT_is_for_all_but_the_command_after_CACHING()
    {
        await _reader.Ask("CLIENT", "TRACKING", "ON", "OPTOUT");
        await _reader.Pipeline("GET a", "CLIENT CACHING NO", "GET b", "GET c");
        await _writer.Pipeline("SET a 1", "SET b 1", "SET c 1");

        (await _reader.Pushed()).ShouldBe(Invalidate("a") + Invalidate("c"));
    }

    [Fact]
    public async Task In_RESP2_another_connection_that_listens_is_told()
    {
        var old = _node.Connect();
        var listener = _node.Connect();
        await listener.Ask("SUBSCRIBE", "__redis__:invalidate");
        await old.Pipeline($"CLIENT TRACKING ON REDIRECT {listener.Client.Id}", "GET a");
        (await old.Ask("CLIENT", "GETREDIR")).ShouldBe($":{listener.Client.Id}\r\n");

        await _writer.Ask("SET", "a", "1");

        (await listener.Pushed()).ShouldBe("*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$1\r\na\r\n");
        (await old.Pushed()).ShouldBe("");
    }

    [Fact]
    public async Task Who_is_told_in_anothers_stead_and_is_gone_is_missed()
    {
        var listener = _node.Connect(3);
        await _reader.Pipeline($"CLIENT TRACKING ON REDIRECT {listener.Client.Id}", "GET a");
        listener.Dispose();

        await _writer.Ask("SET", "a", "1");

        (await _reader.Pushed()).ShouldBe($">2\r\n$21\r\ntracking-redir-broken\r\n:{listener.Client.Id}\r\n");
        (await _reader.Ask("CLIENT", "TRACKINGINFO")).ShouldContain("$15\r\nbroken_redirect\r\n");
        (await _writer.Ask("CLIENT", "LIST")).ShouldContain($" flags=tR ");
    }

    [Fact]
    public async Task Beyond_the_most_keys_some_are_invalidated_although_they_have_not_changed()
    {
        await _writer.Ask("CONFIG", "SET", "tracking-table-max-keys", "2");
        await _reader.Ask("CLIENT", "TRACKING", "ON");

        var replies = await _reader.Pipeline("GET a", "GET b", "GET c", "GET d");

        replies.Split("invalidate").Length.ShouldBe(3);
        (await _writer.Ask("INFO", "stats")).ShouldContain("tracking_total_keys:2\r\ntracking_total_items:2\r\n");
    }

    [Fact]
    public async Task A_change_that_races_with_the_read_is_never_lost()
    {
        await _reader.Ask("CLIENT", "TRACKING", "ON");
        for (var i = 0; i < 2_000; i++)
        {
            var value = $"{i}";
            var writing = Task.Run(() => _writer.Ask("SET", "a", value));
            var read = await _reader.Ask("GET", "a");
            await writing;
            var told = (read + await _reader.Pushed()).Contains("invalidate", StringComparison.Ordinal);
            (told || read.Contains($"\r\n{value}\r\n", StringComparison.Ordinal)).ShouldBeTrue($"round {i} kept an old value: {read}");
        }
    }

    [Fact]
    public async Task A_turn_that_began_before_the_tracking_is_over_before_the_first_read()
    {
        var rows = new MemoryStore();
        await using var node = await TestNode.OpenAsync(store: new ColdStore(rows, 1, misses: 1));
        var writer = node.Connect();
        for (var i = 0; i < 200; i++)
        {
            var value = $"{i}";
            var reader = node.Connect(3);
            var writing = Task.Run(() => writer.Ask("SET", "a", value));
            await reader.Ask("CLIENT", "TRACKING", "ON");
            var read = await reader.Ask("GET", "a");
            await writing;
            var told = (read + await reader.Pushed()).Contains("invalidate", StringComparison.Ordinal);
            (told || read.Contains($"\r\n{value}\r\n", StringComparison.Ordinal)).ShouldBeTrue($"round {i} kept an old value: {read}");
            reader.Dispose();
        }
    }

    private static string Invalidate(params string[] keys) =>
        $">2\r\n$10\r\ninvalidate\r\n*{keys.Length}\r\n{string.Concat(keys.Select(key => $"${key.Length}\r\n{key}\r\n"))}";
}
