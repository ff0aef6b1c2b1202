using System.Text;
using Pika.Actors.Migration;
using Pika.Protocol;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Migration;

public sealed class MigrationTargetTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private readonly FakeOutbound _network = new();
    private readonly SteppedTime _time = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Theory]
    [InlineData("+OK\r\n", "")]
    [InlineData("+OK\n", "")]
    [InlineData("-ERR no\r\n", "ERR no")]
    [InlineData("-\r\n", "")]
    public async Task A_reply_is_a_status_or_an_error(string reply, string error)
    {
        using var target = await ConnectAsync(reply);

        var received = await target.ReceiveAsync();

        (received is null ? "" : Encoding.Latin1.GetString(received)).ShouldBe(error);
        (received is null).ShouldBe(reply[0] == '+');
    }

    /// <summary>Redis takes whatever does not begin with a minus for success, and removes the key.</summary>
    [Theory]
    [InlineData(":1\r\n")]
    [InlineData("$2\r\nOK\r\n")]
    [InlineData("\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    public async Task What_is_neither_is_no_success(string reply)
    {
        using var target = await ConnectAsync(reply);

        (await Should.ThrowAsync<TargetLostException>(target.ReceiveAsync())).Message.ShouldBe(TargetLostException.Reading);
    }

    [Fact]
    public async Task A_long_error_is_cut_where_redis_cuts_it_and_the_next_reply_is_the_next()
    {
        using var target = await ConnectAsync("-" + new string('e', 30_000) + "\r\n+OK\r\n");

        (await target.ReceiveAsync())!.Length.ShouldBe(1022);
        (await target.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_reply_without_an_end_is_given_up()
    {
        using var target = await ConnectAsync("-" + new string('e', 100_000));

        await Should.ThrowAsync<TargetLostException>(target.ReceiveAsync());
    }

    [Fact]
    public async Task A_reply_that_comes_in_pieces_is_put_together()
    {
        var pieces = new Queue<string>(["-E", "RR n", "o\r", "\n+OK\r\n"]);
        _network.Add("target", () => _ => Task.FromResult<string?>(pieces.Dequeue()));
        using var target = await ConnectAsync();
        var receiving = target.ReceiveAsync();
        while (pieces.Count > 0)
            await AskAsync(target);

        Encoding.Latin1.GetString((await receiving)!).ShouldBe("ERR no");
        (await target.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_silent_is_lost_after_the_timeout_and_not_before()
    {
        using var target = await ConnectAsync("");
        var receiving = target.ReceiveAsync();

        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        receiving.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await Should.ThrowAsync<TargetLostException>(receiving)).Message.ShouldBe(TargetLostException.Reading);
    }

    [Fact]
    public async Task What_is_between_two_steps_does_not_count()
    {
        using var target = await ConnectAsync("+OK\r\n");
        await target.ReceiveAsync();

        _time.Advance(Limit * 10);

        await AskAsync(target);
        (await target.ReceiveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_takes_nothing_is_lost()
    {
        _network.Add("target", () => _ => new TaskCompletionSource<string?>().Task);
        using var target = await ConnectAsync();
        var sending = AskAsync(target);

        _time.Advance(Limit);

        (await Should.ThrowAsync<TargetLostException>(sending)).Message.ShouldBe(TargetLostException.Writing);
    }

    [Fact]
    public async Task Who_takes_long_for_much_is_not()
    {
        var taken = new Queue<TaskCompletionSource<string?>>();
        _network.Add(
            "target",
            () =>
                received =>
                {
                    received.Length.ShouldBeLessThanOrEqualTo(64 * 1024);
                    taken.Enqueue(new TaskCompletionSource<string?>());
                    return taken.Peek().Task;
                }
        );
        using var target = await ConnectAsync();
        using var requests = new RespWriter();
        requests.Bulk(new string('x', 200_000));
        var sending = target.SendAsync(requests);
        for (var piece = 0; piece < 4; piece++)
        {
            _time.Advance(Limit * 0.9);
            await Eventually.True(() => taken.Count > 0);
            taken.Dequeue().SetResult("");
        }

        await sending;
    }

    [Fact]
    public async Task Whoever_stops_it_does_not_wait()
    {
        using var target = await ConnectAsync("");
        var receiving = target.ReceiveAsync();

        await _stop.CancelAsync();

        await Should.ThrowAsync<TargetLostException>(receiving);
    }

    [Fact]
    public async Task The_end_of_the_connection_is_an_error_of_reading()
    {
        _network.Add("target", () => _ => Task.FromResult<string?>(null));
        using var target = await ConnectAsync();
        await AskAsync(target);

        (await Should.ThrowAsync<TargetLostException>(target.ReceiveAsync())).Message.ShouldBe(TargetLostException.Reading);
    }

    [Fact]
    public async Task A_refused_connection_is_an_error_of_writing() =>
        (await Should.ThrowAsync<TargetLostException>(ConnectAsync())).Message.ShouldBe(TargetLostException.Writing);

    private async Task<MigrationTarget> ConnectAsync(string answer)
    {
        _network.Add("target", () => _ => Task.FromResult<string?>(answer));
        var target = await ConnectAsync();
        await AskAsync(target);
        return target;
    }

    private Task<MigrationTarget> ConnectAsync() => MigrationTarget.ConnectAsync(_network, "target", 1, Limit, _time, _stop.Token);

    private static async Task AskAsync(MigrationTarget target)
    {
        using var requests = new RespWriter();
        requests.Bulk("?");
        await target.SendAsync(requests);
    }
}
