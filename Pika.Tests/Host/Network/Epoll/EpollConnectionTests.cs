using System.Net;
using System.Net.Sockets;
using Pika.Host.Network;

namespace Pika.Tests.Host.Network.Epoll;

/// <summary>What a connection must do, on the transport that this system has: an event loop where there is epoll.</summary>
public sealed class EpollConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Transport _transport = new(threads: 1);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private Connection _connection = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _client.ConnectAsync(listener.LocalEndPoint!);
        _connection = _transport.Open(await listener.AcceptAsync());
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _connection.Dispose();
        _transport.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_came_before_anybody_received_is_received()
    {
        await _client.SendAsync("hello"u8.ToArray());
        var buffer = new byte[16];
        var count = await Receive(buffer);

        buffer.AsSpan(0, count).ToArray().ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task Bytes_that_come_between_two_receives_are_not_lost()
    {
        var buffer = new byte[4];
        var received = new List<byte>();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
                await _client.SendAsync(BitConverter.GetBytes(i));
        });
        while (received.Count < 4000)
            received.AddRange(buffer.AsSpan(0, await Receive(buffer)));

        await sending;
        Enumerable.Range(0, 1000).ShouldAllBe(i => BitConverter.ToInt32(received.ToArray(), i * 4) == i);
    }

    [Fact]
    public async Task Connections_that_end_while_bytes_come_in_do_no_harm_to_others()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        for (var i = 0; i < 500; i++)
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listener.LocalEndPoint!);
            using var ending = _transport.Open(await listener.AcceptAsync());
            var sending = Task.Run(() => client.Send(new byte[100]));
            if (i % 2 == 0)
                await ending.ReceiveAsync(new byte[1]).AsTask().WaitAsync(Patience);

            await sending;
        }

        await _client.SendAsync("alive"u8.ToArray());
        (await Receive(new byte[5])).ShouldBe(5);
    }

    [Theory]
    [InlineData(SocketShutdown.Send)]
    [InlineData(SocketShutdown.Both)]
    public async Task The_end_is_noticed_although_nobody_receives_what_comes_before_it(SocketShutdown how)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.WatchForEnd(() => ended.TrySetResult());
        await _client.SendAsync("unread"u8.ToArray());

        _client.Shutdown(how);

        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Bytes_are_no_end_and_nobody_is_told_of_an_end_any_more()
    {
        var told = 0;
        _connection.WatchForEnd(() => Interlocked.Increment(ref told));
        await _client.SendAsync("more"u8.ToArray());
        (await Receive(new byte[16])).ShouldBe(4);
        _connection.WatchForEnd(null);
        _client.Shutdown(SocketShutdown.Send);

        (await Receive(new byte[16])).ShouldBe(0);
        told.ShouldBe(0);
    }

    [Fact]
    public async Task More_than_the_kernel_takes_is_sent_as_the_client_reads()
    {
        var bytes = new byte[20_000_000];
        new Random(1).NextBytes(bytes);
        var sending = _connection.SendAsync(bytes).AsTask();
        sending.IsCompleted.ShouldBeFalse("the client has not read anything");

        var received = new byte[bytes.Length];
        for (var at = 0; at < received.Length; )
            at += await _client.ReceiveAsync(received.AsMemory(at)).AsTask().WaitAsync(Patience);

        await sending.WaitAsync(Patience);
        received.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_closes_ends_the_receive()
    {
        var receiving = Receive(new byte[1]);
        _client.Dispose();

        (await receiving).ShouldBe(0);
    }

    [Fact]
    public async Task Abort_ends_the_receive_and_refuses_to_send()
    {
        var receiving = Receive(new byte[1]);
        _connection.Abort();

        (await receiving).ShouldBe(0);
        await Should.ThrowAsync<SocketException>(() => _connection.SendAsync(new byte[1]).AsTask());
    }

    [Fact]
    public async Task The_end_of_the_input_leaves_the_output_open()
    {
        var receiving = Receive(new byte[1]);
        _connection.EndInput();
        (await receiving).ShouldBe(0);
        await _connection.SendAsync("bye"u8.ToArray());

        var buffer = new byte[3];
        (await _client.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(3);
        buffer.ShouldBe("bye"u8.ToArray());
    }

    [Fact]
    public async Task A_receive_is_woken_whether_it_waits_or_comes_later_and_once()
    {
        var receiving = Receive(new byte[4]);
        _connection.Wake();
        (await receiving).ShouldBe(Connection.Woken);

        receiving = Receive(new byte[4]);
        await _client.SendAsync("abcd"u8.ToArray());
        (await receiving).ShouldBe(4);

        _connection.Wake();
        _connection.Wake();
        (await Receive(new byte[4])).ShouldBe(Connection.Woken);
        await _client.SendAsync("abcd"u8.ToArray());
        (await Receive(new byte[4])).ShouldBe(4);
    }

    [Fact]
    public async Task An_ended_transport_may_be_ended_again_and_touches_nothing_that_was_opened_since()
    {
        var transport = new Transport(threads: 1);
        transport.Dispose();

        // These get the descriptors that the transport had.
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        using var accepted = await listener.AcceptAsync();
        transport.Dispose();

        await client.SendAsync("still"u8.ToArray());
        var buffer = new byte[16];
        var count = await accepted.ReceiveAsync(buffer).WaitAsync(Patience);
        buffer.AsSpan(0, count).ToArray().ShouldBe("still"u8.ToArray());
    }

    [Fact]
    public async Task No_byte_is_lost_between_wakes()
    {
        const int Bytes = 40_000;
        using var end = new CancellationTokenSource();
        var waking = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                _connection.Wake();
        });
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Bytes; i++)
                await _client.SendAsync(new[] { (byte)i });
        });
        var buffer = new byte[64];
        for (var received = 0; received < Bytes; )
        {
            var count = await Receive(buffer);
            for (var i = 0; i < count; i++)
                buffer[i].ShouldBe((byte)received++);
        }

        await end.CancelAsync();
        await Task.WhenAll(waking, sending);
    }

    private Task<int> Receive(Memory<byte> buffer) => _connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience);
}
