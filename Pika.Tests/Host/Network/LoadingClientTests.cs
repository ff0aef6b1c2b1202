using System.Net;
using System.Net.Sockets;
using System.Text;
using Pika.Host.Network;

namespace Pika.Tests.Host.Network;

public sealed class LoadingClientTests : IDisposable
{
    private const string Loading = "-LOADING Redis is loading the dataset in memory\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly SocketConnection _connection;
    private volatile bool _ready;

    public LoadingClientTests()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _connection = new SocketConnection(listener.Accept());
    }

    public void Dispose()
    {
        _client.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Each_request_gets_one_answer_and_the_connection_ends_when_the_node_is_there()
    {
        var served = Serve();

        await _client.SendAsync("PING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPI"u8.ToArray());
        (await Read(2 * Loading.Length)).ShouldBe(Loading + Loading);
        _ready = true;
        _connection.Wake();
        await _client.SendAsync("NG\r\n"u8.ToArray());

        (await Read(Loading.Length)).ShouldBe(Loading);
        (await served.WaitAsync(Patience)).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_has_asked_nothing_goes_over_to_the_node()
    {
        var served = Serve();
        _connection.Wake();
        served.IsCompleted.ShouldBeFalse();

        _ready = true;
        _connection.Wake();

        (await served.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_no_request_and_what_is_over_ends_it()
    {
        var served = Serve();
        await _client.SendAsync("*x\r\n"u8.ToArray());
        (await served.WaitAsync(Patience)).ShouldBeFalse();

        served = Serve();
        _client.Shutdown(SocketShutdown.Send);
        (await served.WaitAsync(Patience)).ShouldBeFalse();
    }

    private Task<bool> Serve() => new LoadingClient(_connection, () => _ready).ServeAsync();

    private async Task<string> Read(int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length; )
            read += await _client.ReceiveAsync(bytes.AsMemory(read)).AsTask().WaitAsync(Patience) is > 0 and var count
                ? count
                : throw new EndOfStreamException();
        return Encoding.ASCII.GetString(bytes);
    }
}
