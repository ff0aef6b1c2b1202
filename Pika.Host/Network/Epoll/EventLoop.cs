using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pika.Host.Network.Epoll;

/// <summary>
/// A thread that waits for many connections at once and runs their commands. What became readable in one round is parsed before any
/// writer runs, so that the writes of all these connections become one turn and one record of the log, as Redis gathers its AOF
/// writes; that is where a store with a log gets its speed without pipelining from.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    /// <summary>Connections looked at in one round; more stay ready for the next.</summary>
    private const int EventsPerRound = 256;

    /// <summary>No event of the kernel: the connection was woken.</summary>
    private const uint WokenEvent = 0;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly Lock _gate = new();

    /// <summary>Connections at their file descriptors, which the kernel keeps small.</summary>
    private EpollConnection?[] _connections = new EpollConnection?[64];
    private readonly Thread _thread;

    /// <summary>Connections that were woken: each at most once until it is told, so that there are never more than connections.</summary>
    private List<EpollConnection> _posted = [];
    private List<EpollConnection> _told = [];
    private readonly Lock _posting = new();
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="SocketException">The kernel gives no epoll instance.</exception>
    public EventLoop(int number)
    {
        _epoll = Check(Libc.EpollCreate(Libc.CloseOnExec));
        _wake = Check(Libc.EventFd(0, Libc.NonBlocking | Libc.CloseOnExec));
        Control(Libc.ControlAdd, _wake, Libc.EpollIn);
        _thread = new Thread(Run) { IsBackground = true, Name = $"pika-io-{number}" };
        _thread.Start();
    }

    /// <summary>Waits for a connection from now on.</summary>
    public EpollConnection Add(Socket socket)
    {
        var connection = new EpollConnection(this, socket);
        Set(connection.FileDescriptor, connection);
        Control(Libc.ControlAdd, connection.FileDescriptor, Libc.EpollIn);
        return connection;
    }

    /// <summary>Changes what a connection is waited for. It must not have been removed: its descriptor may be another's by then.</summary>
    public void Watch(EpollConnection connection, uint events) => Control(Libc.ControlModify, connection.FileDescriptor, events);

    /// <summary>Waits for a connection no more; its descriptor is about to be closed.</summary>
    public void Remove(EpollConnection connection)
    {
        Set(connection.FileDescriptor, null);
        Unwatch(connection);
    }

    /// <summary>Waits for a broken connection no more; it is still to be disposed.</summary>
    public void Unwatch(EpollConnection connection)
    {
        EpollEvent none = default;
        Libc.EpollControl(_epoll, Libc.ControlDelete, connection.FileDescriptor, &none);
    }

    /// <summary>Has the loop tell a connection that it was woken, at the end of the present round. Any thread.</summary>
    public void Post(EpollConnection connection)
    {
        lock (_posting)
        {
            _posted.Add(connection);

            // On the loop's own thread the round is not over yet. A loop that ends closes its descriptors, which may be another's before long.
            if (_posted.Count == 1 && !_stopping && Thread.CurrentThread != _thread)
            {
                Interrupt();
            }
        }
    }

    /// <summary>Ends the thread; its connections must be gone.</summary>
    public void Dispose()
    {
        lock (_posting)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        Interrupt();
        _thread.Join();
        Libc.Close(_wake);
        Libc.Close(_epoll);
    }

    private void Run()
    {
        byte* events = stackalloc byte[EventsPerRound * EpollEvent.Stride];
        while (!_stopping)
        {
            int count = Libc.EpollWait(_epoll, (EpollEvent*)events, EventsPerRound, -1);
            ActorBatch.Begin();
            for (int i = 0; i < count; i++)
            {
                var happened = (EpollEvent*)(events + (i * EpollEvent.Stride));
                uint what = happened->Events;
                if (happened->Fd == _wake)
                {
                    ulong interrupts;
                    Libc.Read(_wake, &interrupts, sizeof(ulong));
                    continue;
                }

                Handle(Find(happened->Fd), what);
            }

            ActorBatch.End();
            TellWoken();
        }
    }

    // After the actors: what they have to say to clients goes out in this round.
    private void TellWoken()
    {
        while (true)
        {
            lock (_posting)
            {
                if (_posted.Count == 0)
                {
                    return;
                }

                (_posted, _told) = (_told, _posted);
            }

            foreach (var connection in _told)
            {
                Handle(connection, WokenEvent);
            }

            _told.Clear();
        }
    }

    private void Interrupt()
    {
        ulong one = 1;
        Libc.Write(_wake, &one, sizeof(ulong));
    }

    // What the kernel refuses for one connection ends that connection, not the loop.
    private static void Handle(EpollConnection? connection, uint what)
    {
        try
        {
            if (what == WokenEvent)
            {
                connection!.OnWoken();
            }
            else
            {
                connection?.OnReady(what);
            }
        }
        catch (SocketException)
        {
            connection!.Abort();
        }
    }

    private EpollConnection? Find(int fd)
    {
        var connections = Volatile.Read(ref _connections);
        return fd < connections.Length ? Volatile.Read(ref connections[fd]) : null;
    }

    private void Set(int fd, EpollConnection? connection)
    {
        lock (_gate)
        {
            var connections = _connections;
            if (fd >= connections.Length)
            {
                Array.Resize(ref connections, Math.Max(fd + 1, connections.Length * 2));
            }

            Volatile.Write(ref connections[fd], connection);
            Volatile.Write(ref _connections, connections);
        }
    }

    private void Control(int operation, int fd, uint events)
    {
        EpollEvent change = default;
        change.Events = events;
        change.Fd = fd;
        Check(Libc.EpollControl(_epoll, operation, fd, &change));
    }

    private static int Check(int result) => result >= 0 ? result : throw new SocketException(Marshal.GetLastPInvokeError());
}
