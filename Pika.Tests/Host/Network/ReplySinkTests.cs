using System.Net.Sockets;
using System.Text;
using Pika.Actors.Clients;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Host.Network;

/// <summary>What happens to replies that a client does not read: <c>client-output-buffer-limit</c>.</summary>
public sealed class ReplySinkTests : IAsyncLifetime
{
    /// <summary>A value, each time that it is read, is 100 KB to send.</summary>
    private const int ValueBytes = 100_000;

    private ServedNode _served = null!;
    private TestClient _admin = null!;
    private Socket _socket = null!;
    private Client _client = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedNode.OpenAsync();
        _admin = _served.Node.Connect();
        await _admin.Ask("SET", "big", new string('x', ValueBytes));
        _socket = await _served.ConnectSocket();
        await Eventually.True(() => _served.Node.Node.Clients.Count == 2);
        _client = _served.Node.Node.Clients.All.Last();
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Without_a_limit_a_client_that_does_not_read_waits_and_holds_little()
    {
        await Request(300);
        await Eventually.True(() => _client.OutputBytes > 0);

        _client.OutputBytes.ShouldBeLessThan(10 * ValueBytes);
        (await Read(300)).ShouldBe(300);
        _client.Killed.ShouldBeFalse();
    }

    [Fact]
    public async Task Above_the_hard_limit_it_is_cut_at_once()
    {
        await Limit("normal 2mb 0 0");
        await Request(300);

        await Eventually.True(() => _served.Node.Node.Clients.Count == 1);
    }

    [Fact]
    public async Task One_reply_above_the_hard_limit_is_enough()
    {
        await Limit("normal 50kb 0 0");
        await Request(1);

        await Eventually.True(() => _served.Node.Node.Clients.Count == 1);
    }

    [Fact]
    public async Task Below_the_hard_limit_commands_go_on_and_all_replies_arrive_in_order()
    {
        await Limit("normal 64mb 0 0");
        await Request(300);
        await _socket.SendAsync("SET done 1\r\n"u8.ToArray());
        await Eventually.True(() => _served.Node.Node.Databases[0].Generation.Keys == 2);

        (await Read(300)).ShouldBe(300);
        _client.Killed.ShouldBeFalse();
    }

    [Fact]
    public async Task Above_the_soft_limit_it_is_cut_after_its_seconds()
    {
        await Limit("normal 0 300kb 20");
        await Request(300);
        await Eventually.True(() => _client.OutputBytes > 300 * 1024);
        _served.Node.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.True(() => _client.OverSoftLimitSinceMs > 0);
        _served.Node.Time.Advance(TimeSpan.FromSeconds(15));
        _client.Killed.ShouldBeFalse();

        _served.Node.Time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.True(() => _served.Node.Node.Clients.Count == 1);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_cut_and_holds_up_nobody()
    {
        await Limit("pubsub 2mb 0 0");
        await _socket.SendAsync("SUBSCRIBE a\r\n"u8.ToArray());
        await Eventually.True(() => _client.IsSubscriber);

        for (var i = 0; i < 300; i++)
            await _admin.Ask("PUBLISH", "a", new string('x', ValueBytes));

        await Eventually.True(() => _served.Node.Node.Clients.Count == 1);
        (await _admin.Ask("PUBSUB", "CHANNELS")).ShouldBe("*0\r\n");
    }

    private async Task Limit(string limit) => (await _admin.Ask("CONFIG", "SET", "client-output-buffer-limit", limit)).ShouldBe("+OK\r\n");

    // In one piece: the connection may be cut before the last is read.
    private async Task Request(int times) =>
        await _socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET big\r\n", times))));

    /// <summary>Reads replies and returns how many of them are the value, whole.</summary>
    private async Task<int> Read(int replies)
    {
        var expected = Encoding.ASCII.GetBytes($"${ValueBytes}\r\n{new string('x', ValueBytes)}\r\n");
        var buffer = new byte[expected.Length];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var whole = 0;
        for (var i = 0; i < replies; i++)
        {
            for (var read = 0; read < buffer.Length; )
            {
                var count = await _socket.ReceiveAsync(buffer.AsMemory(read), patience.Token);
                count.ShouldBePositive();
                read += count;
            }

            whole += buffer.AsSpan().SequenceEqual(expected) ? 1 : 0;
        }

        return whole;
    }
}
