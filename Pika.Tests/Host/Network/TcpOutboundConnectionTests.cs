using System.Net;
using System.Net.Sockets;
using Pika.Actors.Network;
using Pika.Host.Network;

namespace Pika.Tests.Host.Network;

public sealed class TcpOutboundConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IOutboundConnection _connection = null!;
    private Socket _peer = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _connection = await new TcpOutbound(TimeProvider.System).ConnectAsync("127.0.0.1", port, Patience, default);
        _peer = await listener.AcceptAsync();
    }

    public Task DisposeAsync()
    {
        _connection.Dispose();
        _peer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await _connection.SendAsync("ask"u8.ToArray(), default);
        (await ReadByPeer(3)).ShouldBe("ask"u8.ToArray());

        await _peer.SendAsync("answer"u8.ToArray());
        var buffer = new byte[16];
        var count = await _connection.ReceiveAsync(buffer, default).AsTask().WaitAsync(Patience);
        buffer.AsSpan(0, count).ToArray().ShouldBe("answer"u8.ToArray());
    }

    [Fact]
    public async Task All_of_many_bytes_are_sent_while_the_other_side_reads()
    {
        var bytes = new byte[8_000_000];
        new Random(1).NextBytes(bytes);

        var sending = _connection.SendAsync(bytes, default).AsTask();
        var read = await ReadByPeer(bytes.Length);
        await sending.WaitAsync(Patience);

        read.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task The_end_of_the_other_side_is_a_receive_of_nothing()
    {
        _peer.Shutdown(SocketShutdown.Send);

        (await _connection.ReceiveAsync(new byte[8], default).AsTask().WaitAsync(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task A_receive_that_is_cancelled_loses_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var receiving = _connection.ReceiveAsync(new byte[8], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(receiving.WaitAsync(Patience));

        await _peer.SendAsync("late"u8.ToArray());
        var buffer = new byte[8];
        (await _connection.ReceiveAsync(buffer, default).AsTask().WaitAsync(Patience)).ShouldBe(4);
    }

    [Fact]
    public async Task A_send_that_nobody_takes_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var sending = _connection.SendAsync(new byte[64_000_000], cancel.Token).AsTask();
        sending.IsCompleted.ShouldBeFalse();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_broken_connection_is_a_failure()
    {
        _peer.LingerState = new LingerOption(enable: true, seconds: 0);
        _peer.Dispose();

        await Should.ThrowAsync<IOException>(_connection.ReceiveAsync(new byte[8], default).AsTask().WaitAsync(Patience));
        await Should.ThrowAsync<IOException>(_connection.SendAsync(new byte[8], default).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Disposing_ends_what_waits()
    {
        var receiving = _connection.ReceiveAsync(new byte[8], default).AsTask();

        _connection.Dispose();

        await Should.ThrowAsync<IOException>(receiving.WaitAsync(Patience));
        await Should.ThrowAsync<IOException>(_connection.SendAsync(new byte[8], default).AsTask());
    }

    private async Task<byte[]> ReadByPeer(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count; )
        {
            var more = await _peer.ReceiveAsync(bytes.AsMemory(read)).AsTask().WaitAsync(Patience);
            more.ShouldBeGreaterThan(0);
            read += more;
        }

        return bytes;
    }
}
