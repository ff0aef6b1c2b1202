using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Execution;

/// <summary>The arguments of MIGRATE. The replies are those of redis-server 7.0.15.</summary>
public sealed class MigrateOptionsTests : NodeTestBase
{
    private const string Syntax = "-ERR syntax error\r\n";
    private const string NoInteger = "-ERR value is not an integer or out of range\r\n";
    private const string NoKey = "+NOKEY\r\n";

    private readonly FakeOutbound _network = new();
    private readonly List<string> _received = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.Ask("SET", "k", "v");
        _network.Add("h", () => received => Task.FromResult<string?>(Agree(received)));
    }

    [Theory]
    [InlineData("h 1 k 0", "-ERR wrong number of arguments for 'migrate' command\r\n")]
    [InlineData("h 1 k 0 9 COPIES", Syntax)]
    [InlineData("h 1 k 0 9 AUTH", Syntax)]
    [InlineData("h 1 k 0 9 AUTH2 user", Syntax)]
    [InlineData("h 1 k zero 9", NoInteger)]
    [InlineData("h 1 k 0 nine", NoInteger)]
    [InlineData("h 1 k 0 9223372036854775808", NoInteger)]
    [InlineData("h 1 k zero 9 COPIES", Syntax)]
    [InlineData("h 1 k 0 9 KEYS k", "-ERR When using MIGRATE KEYS option, the key argument must be set to the empty string\r\n")]
    [InlineData("h 1 k 0 9 KEYS", "-ERR When using MIGRATE KEYS option, the key argument must be set to the empty string\r\n")]
    [InlineData("h 1 none 0 9", NoKey)]
    [InlineData("h 1  0 9 KEYS", NoKey)]
    [InlineData("h 1  0 9 KEYS none KEYS", NoKey)]
    [InlineData("h 1 none 0 -1 copy Replace auth p", NoKey)]
    public async Task What_makes_no_sense_is_refused_and_what_is_not_there_is_not_sent(string words, string reply)
    {
        (await Client.Ask(["MIGRATE", .. words.Split(' ')])).ShouldBe(reply);
        _received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "SELECT 0")]
    [InlineData("AUTH p", "AUTH p SELECT 0")]
    [InlineData("AUTH2 u p", "AUTH u p SELECT 0")]
    [InlineData("AUTH2 u p AUTH q", "AUTH u q SELECT 0")]
    [InlineData("AUTH q AUTH2 u p", "AUTH u p SELECT 0")]
    public async Task The_target_is_told_who_asks_and_for_what_database(string words, string greeting)
    {
        var arguments = words.Length == 0 ? [] : words.Split(' ');

        (await Client.Ask(["MIGRATE", "h", "1", "k", "0", "10000", .. arguments])).ShouldBe("+OK\r\n");

        string.Join(' ', _received[0].Split("\r\n").Where(line => line.Length > 0 && line[0] is not ('*' or '$'))).ShouldBe(greeting);
    }

    /// <summary>As in Redis: a second.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    public async Task No_time_is_a_second(string timeout) => (await Client.Ask("MIGRATE", "h", "1", "k", "0", timeout)).ShouldBe("+OK\r\n");

    private protected override Task<TestNode> OpenNode() => TestNode.OpenAsync(network: _network);

    private string Agree(string received)
    {
        _received.Add(received);
        return string.Concat(Enumerable.Repeat("+OK\r\n", received.Split('*').Length - 1));
    }
}
