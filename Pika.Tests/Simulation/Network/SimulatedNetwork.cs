using Akka.Dispatch.Deterministic;
using Pika.Actors.Network;

namespace Pika.Tests.Simulated.Network;

/// <summary>
/// The network between simulated machines, each with one name and one port: connections that delay, hold up, break, or are not made. What goes
/// wrong is said by <see cref="Path"/>s, one for each direction between two names.
/// </summary>
internal sealed class SimulatedNetwork(Random random)
{
    private readonly Dictionary<string, Listener> _listeners = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), Path> _paths = [];
    private readonly List<Established> _established = [];
    private int _ports = 40_000;

    /// <summary>Connections that were made.</summary>
    public int Connections { get; private set; }

    /// <summary>How bytes go from one machine to another.</summary>
    public Path Between(string from, string to)
    {
        if (!_paths.TryGetValue((from, to), out var path))
            _paths[(from, to)] = path = new Path();
        return path;
    }

    /// <summary>Takes connections to a name.</summary>
    /// <param name="accept">Is called in the process.</param>
    public void Listen(string name, SimulatedProcess process, Action<SimulatedConnection> accept) =>
        _listeners[name] = new Listener(process, accept);

    /// <summary>Nobody takes connections to a name any more.</summary>
    public void Refuse(string name)
    {
        _listeners.Remove(name);
        Break(connection => connection.To == name);
    }

    /// <summary>A way out for a process of a machine.</summary>
    public IOutbound From(string name, SimulatedProcess process) => new Outbound(this, name, process);

    /// <summary>Sets how bytes go, and lets those go on that were held up and no longer are.</summary>
    public void Change(string from, string to, Action<Path> change)
    {
        change(Between(from, to));
        Forget();
        foreach (var connection in _established)
        {
            connection.There.Move();
            connection.Back.Move();
        }
    }

    /// <summary>Breaks the connections between two names.</summary>
    public int Cut(string one, string other) =>
        Break(connection => (connection.From, connection.To) == (one, other) || (connection.From, connection.To) == (other, one));

    /// <summary>A process has ended: its side of all connections is closed by the operating system, or, without power, nothing is said to anybody.</summary>
    public void End(string name, SimulatedProcess process, bool silently)
    {
        if (_listeners.TryGetValue(name, out var listener) && listener.Process == process)
            _listeners.Remove(name);
        Forget();
        foreach (var connection in _established.Where(connection => connection.Client == process || connection.Server == process).ToArray())
        {
            if (silently)
            {
                // Nobody answers until the machine is back, and does not know of the connection then.
                connection.IsMute = true;
            }
            else
            {
                connection.There.Break();
                connection.Back.Break();
                _established.Remove(connection);
            }
        }
    }

    /// <summary>A machine that had lost its power is back: whoever still believes in a connection to it learns that there is none.</summary>
    public void Return(string name) => Break(connection => connection.IsMute && (connection.From == name || connection.To == name));

    private int Break(Predicate<Established> which)
    {
        Forget();
        var broken = _established.FindAll(which);
        foreach (var connection in broken)
        {
            connection.There.Break();
            connection.Back.Break();
            _established.Remove(connection);
        }

        return broken.Count;
    }

    private void Forget() => _established.RemoveAll(connection => connection.Near.IsClosed && connection.Far.IsClosed);

    private TimeSpan? Delay(Established connection, string from, string to, int bytes)
    {
        var path = Between(from, to);
        if (path.IsBlocked || connection.IsMute)
            return null;
        var micros = (50 + random.Next(300) + (path.IsUnlimited ? 0 : bytes / 100)) * path.Slowness;
        return TimeSpan.FromMicroseconds(micros);
    }

    private async Task<IOutboundConnection> ConnectAsync(
        string from,
        SimulatedProcess process,
        string to,
        int port,
        CancellationToken cancel
    )
    {
        var answer = new TaskCompletionSource<IOutboundConnection>();
        using var giveUp = cancel.Register(() => answer.TrySetCanceled(cancel));
        if (!Between(from, to).IsBlocked && !Between(to, from).IsBlocked)
        {
            process.Simulation.Main.PostAfter(
                TimeSpan.FromMicroseconds(100 + random.Next(500)),
                () =>
                {
                    if (!_listeners.TryGetValue(to, out var listener))
                        process.Post(() => answer.TrySetException(new ConnectionRefusedException($"{to}:{port} refuses connections")));
                    else if (Establish(from, process, to, listener) is var near)
                        process.Post(() => answer.TrySetResult(near));
                }
            );
        }

        return await answer.Task;
    }

    private SimulatedConnection Establish(string from, SimulatedProcess client, string to, Listener listener)
    {
        Connections++;
        var (near, far) = ($"{from}:{++_ports}", $"{to}:6379");
        var made = new Established(from, to, client, listener.Process);
        made.There = Pipe(made, client, listener.Process, from, to);
        made.Back = Pipe(made, listener.Process, client, to, from);
        made.Near = new SimulatedConnection(near, far, made.There, made.Back);
        made.Far = new SimulatedConnection(far, near, made.Back, made.There);
        _established.Add(made);
        listener.Process.Post(() => listener.Accept(made.Far));
        return made.Near;
    }

    private SimulatedPipe Pipe(Established made, SimulatedProcess sender, SimulatedProcess receiver, string from, string to)
    {
        var frames = Between(from, to).Frames;
        frames.Begin();
        return new SimulatedPipe(sender, receiver, bytes => Delay(made, from, to, bytes), bytes => frames.Pass(bytes).SelectMany(Split));
    }

    // TCP knows no messages: now and then a piece ends anywhere.
    private IEnumerable<byte[]> Split(byte[] bytes)
    {
        if (bytes.Length < 2 || random.Next(8) != 0)
            return [bytes];
        var at = random.Next(1, bytes.Length);
        return [bytes[..at], bytes[at..]];
    }

    /// <summary>One direction between two machines.</summary>
    public sealed class Path
    {
        /// <summary>What happens to frames of replication.</summary>
        public FrameFaults Frames { get; } = new();

        /// <summary>Whether nothing arrives. What is sent is held up, as TCP repeats it.</summary>
        public bool IsBlocked { get; set; }

        /// <summary>Whether more bytes take no longer: for replies whose length is not the same in each run, as it tells of the process that simulates.</summary>
        public bool IsUnlimited { get; set; }

        /// <summary>How many times slower than usual it is.</summary>
        public double Slowness { get; set; } = 1;
    }

    private sealed record Listener(SimulatedProcess Process, Action<SimulatedConnection> Accept);

    private sealed class Established(string from, string to, SimulatedProcess client, SimulatedProcess server)
    {
        public string From { get; } = from;

        public string To { get; } = to;

        public SimulatedProcess Client { get; } = client;

        public SimulatedProcess Server { get; } = server;

        public SimulatedPipe There { get; set; } = null!;

        public SimulatedPipe Back { get; set; } = null!;

        public SimulatedConnection Near { get; set; } = null!;

        public SimulatedConnection Far { get; set; } = null!;

        public bool IsMute { get; set; }
    }

    private sealed class Outbound(SimulatedNetwork network, string name, SimulatedProcess process) : IOutbound
    {
        public Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel) =>
            network.ConnectAsync(name, process, host, port, cancel);
    }
}
