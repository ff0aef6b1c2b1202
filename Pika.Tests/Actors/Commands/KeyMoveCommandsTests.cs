using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class KeyMoveCommandsTests : NodeTestBase
{
    /// <summary>A value that is stored in chunks.</summary>
    private static readonly string Big = string.Concat(Enumerable.Range(0, 14_000).Select(i => $"{i:d5}"));

    private static readonly int Chunks = (Big.Length + StringType.ChunkSize - 1) / StringType.ChunkSize;

    private readonly MemoryStore _store = new();
    private TestClient _other = null!;

    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(store: _store);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _other = Node.Connect();
        _other.Client.Database = Node.Node.Databases[1];
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("{s}a", "{s}b")]
    public async Task Rename_carries_value_rows_and_expiry(string from, string to)
    {
        await Client.Ask("SET", from, Big, "PX", "5000");
        await Client.Ask("SET", to, Big + "old");
        (await Client.Pipeline($"RENAME {from} {to}", $"EXISTS {from}", $"PTTL {to}", "DBSIZE")).ShouldBe("+OK\r\n:0\r\n:5000\r\n:1\r\n");
        (await Client.Ask("GET", to)).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
        await OnlyRowsOfOneValueRemain();
        (await Client.Ask("GET", to)).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
    }

    [Fact]
    public async Task Rename_of_a_key_to_itself_needs_the_key()
    {
        await Client.Ask("SET", "a", "1");
        (await Client.Pipeline("RENAME a a", "RENAMENX a a", "GET a")).ShouldBe("+OK\r\n:0\r\n$1\r\n1\r\n");
        (await Client.Pipeline("RENAME x x", "RENAMENX x y")).ShouldBe("-ERR no such key\r\n-ERR no such key\r\n");
    }

    [Fact]
    public async Task RenameNx_does_not_overwrite()
    {
        await Client.Pipeline("SET a 1", "SET b 2");
        (await Client.Pipeline("RENAMENX a b", "RENAMENX a c", "MGET a b c")).ShouldBe(":0\r\n:1\r\n*3\r\n$-1\r\n$1\r\n2\r\n$1\r\n1\r\n");
    }

    [Fact]
    public async Task Copies_are_independent_of_each_other()
    {
        await Client.Ask("SET", "a", Big, "PX", "5000");
        (await Client.Pipeline("COPY a b", "COPY a b", "SETRANGE a 0 xxxxx", "PTTL b")).ShouldBe($":1\r\n:0\r\n:{Big.Length}\r\n:5000\r\n");
        (await Client.Ask("GET", "b")).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
        (await Client.Pipeline("COPY a b REPLACE", "GETRANGE b 0 6", "DBSIZE")).ShouldBe(":1\r\n$7\r\nxxxxx00\r\n:2\r\n");
        await Client.Ask("DEL", "a");
        await OnlyRowsOfOneValueRemain();
        (await Client.Ask("GETRANGE", "b", "69990", "-1")).ShouldBe("$10\r\n1399813999\r\n");
    }

    [Fact]
    public async Task Copy_and_move_reach_another_database()
    {
        await Client.Ask("SET", "a", Big, "PX", "5000");
        (await Client.Pipeline("COPY a a DB 1", "COPY a a DB 1", "MOVE a 1", "DBSIZE")).ShouldBe(":1\r\n:0\r\n:0\r\n:1\r\n");
        (await _other.Pipeline("PTTL a", "DBSIZE", "DEL a")).ShouldBe(":5000\r\n:1\r\n:1\r\n");
        (await Client.Pipeline("MOVE a 1", "MOVE a 1", "DBSIZE")).ShouldBe(":1\r\n:0\r\n:0\r\n");
        (await _other.Ask("GET", "a")).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
        (await _other.Pipeline("PTTL a", "DBSIZE")).ShouldBe(":5000\r\n:1\r\n");
        await OnlyRowsOfOneValueRemain();
    }

    [Fact]
    public async Task A_key_that_has_expired_at_the_destination_is_not_in_the_way()
    {
        await _other.Ask("SET", "a", "old", "PX", "10");
        await Client.Ask("SET", "a", "new");
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        (await Client.Ask("MOVE", "a", "1")).ShouldBe(":1\r\n");
        (await _other.Pipeline("GET a", "PTTL a", "DBSIZE")).ShouldBe("$3\r\nnew\r\n:-1\r\n:1\r\n");
    }

    [Fact]
    public async Task A_transaction_moves_and_reads_its_own_moves()
    {
        await Client.Ask("SET", "a", Big);
        await Client.Pipeline("MULTI", "RENAME a b", "COPY b c", "MOVE b 1", "DBSIZE", "STRLEN c");
        (await Client.Ask("EXEC")).ShouldBe($"*5\r\n+OK\r\n:1\r\n:1\r\n:1\r\n:{Big.Length}\r\n");
        (await _other.Ask("GET", "b")).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
        (await Client.Ask("GET", "c")).ShouldBe($"${Big.Length}\r\n{Big}\r\n");
    }

    [Theory]
    [InlineData("MOVE nosuch 0", "-ERR source and destination objects are the same\r\n")]
    [InlineData("MOVE nosuch 16", "-ERR DB index is out of range\r\n")]
    [InlineData("MOVE nosuch x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("MOVE nosuch 2147483648", "-ERR value is out of range, value must between -2147483648 and 2147483647\r\n")]
    [InlineData("COPY a a", "-ERR source and destination objects are the same\r\n")]
    [InlineData("COPY a a DB 0", "-ERR source and destination objects are the same\r\n")]
    [InlineData("COPY a b DB", "-ERR syntax error\r\n")]
    [InlineData("COPY a b DB 16 FOO", "-ERR DB index is out of range\r\n")]
    public async Task Errors_are_those_of_Redis(string command, string expected)
    {
        (await Client.Pipeline(command)).ShouldBe(expected);
    }

    // Those of the other values go in the background.
    private Task OnlyRowsOfOneValueRemain() => Eventually.True(() => DataRows() == Chunks);

    private int DataRows()
    {
        using var rows = _store.Iterate(Family.Data, default, default, ReadTier.All, null);
        int count = 0;
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
            count++;

        return count;
    }
}
