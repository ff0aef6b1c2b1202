using Pika.Actors.Clients;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Tests.Actors.Support;
using Database = Pika.Actors.Databases.Database;

namespace Pika.Tests.Actors.Clients;

public sealed class ClientPauseTests
{
    private readonly ManualTime _time = new();
    private readonly ClientPause _pause;
    private readonly Client _client = new(1, "a:1", "b:2", new Database(0, new Generation(1, 1)), 0, () => { });

    public ClientPauseTests() => _pause = new ClientPause(_time);

    [Fact]
    public void A_pause_of_writes_holds_writes_and_transactions_with_writes()
    {
        _pause.Begin(1_000_000, writesOnly: true);

        Holds("set").ShouldBeTrue();
        Holds("get").ShouldBeFalse();
        Holds("exec").ShouldBeFalse();
        _client.Transaction.Begin();
        _client.Transaction.Add(CommandTable.Get("get"), Request.Of("GET", "a"));
        Holds("exec").ShouldBeFalse();
        _client.Transaction.Add(CommandTable.Get("set"), Request.Of("SET", "a", "1"));
        Holds("exec").ShouldBeTrue();
    }

    [Fact]
    public async Task A_failover_holds_writes_and_no_UNPAUSE_ends_that()
    {
        _pause.BeginFailover();
        _pause.Begin(1_000_000, writesOnly: false);
        Holds("get").ShouldBeTrue();

        _pause.End();
        Holds("set").ShouldBeTrue();
        Holds("get").ShouldBeFalse();
        var waits = _pause.WaitAsync(_client);
        waits.IsCompleted.ShouldBeFalse();

        _pause.EndFailover();
        Holds("set").ShouldBeFalse();
        await waits.WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void The_end_of_a_failover_ends_no_pause()
    {
        _pause.BeginFailover();
        _pause.Begin(1_000_000, writesOnly: true);
        _pause.EndFailover();
        Holds("set").ShouldBeTrue();
    }

    [Fact]
    public void A_pause_of_all_holds_all_but_what_can_end_it()
    {
        _pause.Begin(1_000_000, writesOnly: false);

        Holds("get").ShouldBeTrue();
        Holds("ping").ShouldBeTrue();
        Holds("client|unpause").ShouldBeFalse();
        _pause.End();
        Holds("get").ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_pauses_the_later_end_and_the_stricter_kind_count()
    {
        _pause.Begin(1_000_000, writesOnly: false);
        _pause.Begin(1, writesOnly: true);
        var waiting = _pause.WaitAsync(_client);
        _time.Advance(TimeSpan.FromMilliseconds(500));

        await Task.WhenAny(waiting, Task.Delay(50));
        waiting.IsCompleted.ShouldBeFalse();
        Holds("get").ShouldBeTrue();
        _pause.End();
        await waiting;
    }

    [Fact]
    public async Task It_ends_by_itself()
    {
        _pause.Begin(20, writesOnly: false);
        _time.Advance(TimeSpan.FromSeconds(1));

        await _pause.WaitAsync(_client).WaitAsync(TimeSpan.FromSeconds(30));
        Holds("get").ShouldBeFalse();
    }

    [Fact]
    public async Task The_longest_pause_there_is_can_be_asked_for()
    {
        _pause.Begin(long.MaxValue, writesOnly: false);
        var waiting = _pause.WaitAsync(_client);
        waiting.IsCompleted.ShouldBeFalse();

        _client.Kill();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Holds("get").ShouldBeTrue();
    }

    private bool Holds(string command) => _pause.Holds(CommandTable.Get(command), _client);
}
