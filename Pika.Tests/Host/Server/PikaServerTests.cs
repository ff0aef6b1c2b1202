using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Host.Network;
using Pika.Host.Server;

namespace Pika.Tests.Host.Server;

public sealed class PikaServerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HostFolder _folder = new();
    private readonly TaskCompletionSource<string> _stop = new();
    private readonly EchoNode _node = new();

    /// <summary>Gives the node that a start opens.</summary>
    private Func<Task<INodeHandle>> _start;
    private readonly ConfigService _settings;

    public PikaServerTests()
    {
        _settings = new ConfigService(new ServerConfig { Port = 0, Dir = _folder.File("data") });
        _start = () => Task.FromResult<INodeHandle>(_node);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_serves_on_every_address_and_stops_in_order()
    {
        _settings.Config.PidFile = _folder.File("pika.pid");
        _settings.Config.Bind = ["127.0.0.1", "127.0.0.2"];
        var (running, ends) = await Start();
        var client = await Connect(ends[0]);

        (await Exchange(client, "hello")).ShouldBe("hello");
        (await Exchange(await Connect(ends[1]), "there")).ShouldBe("there");
        ends[1].Port.ShouldBe(ends[0].Port);
        File.ReadAllText(_settings.Config.PidFile).Trim().ShouldBe(Environment.ProcessId.ToString());

        _stop.SetResult("test");
        await running.WaitAsync(Patience);

        _node.Stopped.ShouldBeTrue();
        (await client.ReceiveAsync(new byte[1])).ShouldBe(0);
        File.Exists(_settings.Config.PidFile).ShouldBeFalse();
        await Should.ThrowAsync<SocketException>(() => Connect(ends[0]));
        DataDirectory.Take(_settings.Config.Dir).Dispose();
    }

    [Fact]
    public async Task SHUTDOWN_ends_it_too()
    {
        var (running, _) = await Start();

        _node.Shutdown.SetResult();
        await running.WaitAsync(Patience);

        _node.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_cannot_go_on_ends_it_with_its_failure()
    {
        var (running, _) = await Start();

        _node.Shutdown.SetException(new NodeFailedException("a defect", new InvalidOperationException()));

        (await Should.ThrowAsync<NodeFailedException>(() => running.WaitAsync(Patience))).Message.ShouldBe("a defect");
        _node.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task One_client_too_many_is_told_so_and_a_freed_place_is_usable()
    {
        _settings.Config.MaxClients = 1;
        var (running, ends) = await Start();
        var first = await Connect(ends[0]);
        (await Exchange(first, "one")).ShouldBe("one");

        (await ReadToEnd(await Connect(ends[0]))).ShouldBe("-ERR max number of clients reached\r\n");
        _node.RefusedCount.ShouldBe(1);
        first.Dispose();
        var served = await Eventually(async () =>
        {
            using var next = await Connect(ends[0]);
            return await Exchange(next, "two") == "two";
        });

        served.ShouldBeTrue();
        _stop.SetResult("test");
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_before_anything_is_touched()
    {
        var (running, ends) = await Start();
        var other = new ConfigService(new ServerConfig { Port = ends[0].Port, Dir = _folder.File("other") });

        var failure = await Should.ThrowAsync<StartException>(() => Run(other, null));

        failure.Message.ShouldBe($"cannot listen on {ends[0]}: the address is already in use");
        Directory.Exists(other.Config.Dir).ShouldBeFalse();
        _stop.SetResult("test");
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_node_that_fails_to_start_frees_what_was_taken()
    {
        var failing = PikaServer.RunAsync(
            _settings,
            NullLoggerFactory.Instance,
            (_, _, _) => throw new StartException("damaged"),
            _stop.Task
        );

        (await Should.ThrowAsync<StartException>(() => failing)).Message.ShouldBe("damaged");
        DataDirectory.Take(_settings.Config.Dir).Dispose();
    }

    [Fact]
    public async Task A_restart_ends_the_connections_keeps_the_port_and_tells_newcomers_to_wait()
    {
        var (running, ends) = await Start();
        var before = await Connect(ends[0]);
        (await Exchange(before, "one")).ShouldBe("one");
        var opened = new TaskCompletionSource<INodeHandle>(TaskCreationOptions.RunContinuationsAsynchronously);
        _start = () => opened.Task;

        _node.Restart.SetResult("test");
        (await before.ReceiveAsync(new byte[1]).WaitAsync(Patience)).ShouldBe(0);
        var impatient = await Connect(ends[0]);
        (await Exchange(impatient, "PING\r\n")).ShouldBe("-LOADING Redis is loading the dataset in memory\r\n");
        _node.Stopped.ShouldBeTrue();
        var silent = await Connect(ends[0]);

        var next = new EchoNode();
        opened.SetResult(next);

        (await impatient.ReceiveAsync(new byte[1]).WaitAsync(Patience)).ShouldBe(0, "what it has sent may be lost");
        (await Exchange(silent, "two")).ShouldBe("two");
        (await Exchange(await Connect(ends[0]), "three")).ShouldBe("three");
        _stop.SetResult("test");
        await running.WaitAsync(Patience);
        next.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_cannot_be_opened_again_ends_it_with_the_reason()
    {
        var (running, ends) = await Start();
        var client = await Connect(ends[0]);
        (await Exchange(client, "one")).ShouldBe("one");
        _start = () => throw new StartException("damaged");

        _node.Restart.SetResult("test");

        (await Should.ThrowAsync<StartException>(() => running.WaitAsync(Patience))).Message.ShouldBe("damaged");
        await Should.ThrowAsync<SocketException>(() => Connect(ends[0]));
        DataDirectory.Take(_settings.Config.Dir).Dispose();
    }

    private async Task<(Task Running, IPEndPoint[] Ends)> Start()
    {
        var ready = new TaskCompletionSource<IPEndPoint[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Run(_settings, listeners => ready.SetResult([.. listeners.EndPoints.Cast<IPEndPoint>()]));
        var first = await Task.WhenAny(running, ready.Task).WaitAsync(Patience);
        if (first == running)
        {
            await running;
        }

        return (running, await ready.Task);
    }

    private Task Run(ConfigService settings, Action<Listeners>? ready) =>
        PikaServer.RunAsync(settings, NullLoggerFactory.Instance, (_, _, _) => _start(), _stop.Task, ready);

    private static async Task<Socket> Connect(IPEndPoint end)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(end).WaitAsync(Patience);
        return socket;
    }

    private static async Task<string> Exchange(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        var answer = new byte[100];
        return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer).WaitAsync(Patience));
    }

    private static async Task<string> ReadToEnd(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    private static async Task<bool> Eventually(Func<Task<bool>> holds)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (!bound.IsCancellationRequested)
        {
            if (await holds())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A store that says back what it hears.</summary>
    private sealed class EchoNode : IConnectionHandler, INodeHandle
    {
        public TaskCompletionSource Shutdown { get; } = new();

        public bool Stopped { get; private set; }

        public IConnectionHandler Connections => this;

        public Task ShutdownRequested => Shutdown.Task;

        public TaskCompletionSource<string> Restart { get; } = new();

        public Task<string> RestartRequested => Restart.Task;

        public int RefusedCount { get; private set; }

        public void BeginStop() { }

        public void Refused() => RefusedCount++;

        public Task StopAsync()
        {
            Stopped = true;
            return Task.CompletedTask;
        }

        public async Task ServeAsync(Connection connection)
        {
            var buffer = new byte[1024];
            int count;
            while ((count = await connection.ReceiveAsync(buffer)) > 0)
            {
                await connection.SendAsync(buffer.AsMemory(0, count));
            }
        }
    }
}
