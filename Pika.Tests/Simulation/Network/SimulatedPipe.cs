using Akka.Dispatch.Deterministic;

namespace Pika.Tests.Simulated.Network;

/// <summary>
/// One direction of a connection: bytes that are on their way and bytes that have arrived and were not read. It keeps the order, as TCP does, and takes no
/// more than a window of unread bytes.
/// </summary>
/// <param name="delay">How long so many bytes take; null while they are held up.</param>
/// <param name="cut">What arrives of what is sent, in pieces.</param>
internal sealed class SimulatedPipe(
    SimulatedProcess sender,
    SimulatedProcess receiver,
    Func<int, TimeSpan?> delay,
    Func<byte[], IEnumerable<byte[]>> cut
)
{
    /// <summary>Unread bytes from which a sender waits: small, so that windows and back-pressure are met.</summary>
    private const int Window = 48 * 1024;

    private readonly Queue<byte[]> _onTheWay = new();
    private readonly MemoryStream _arrived = new();
    private int _read;
    private int _unread;
    private bool _moving;
    private readonly SimulatedSignal _change = new(receiver);
    private readonly SimulatedSignal _room = new(sender);
    private bool _closed;
    private bool _broken;

    /// <summary>Bytes are taken at once; the task ends when there is room for more.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        ThrowIfBroken();
        if (_closed)
            throw new IOException("the connection was closed");
        if (bytes.IsEmpty)
            return;
        foreach (var piece in cut(bytes.ToArray()))
        {
            _onTheWay.Enqueue(piece);
            _unread += piece.Length;
        }

        Move();
        while (_unread > Window)
        {
            await _room.WaitAsync(cancel);
            ThrowIfBroken();
        }
    }

    /// <summary>What has arrived, at least a byte; 0 at the end.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        while (true)
        {
            ThrowIfBroken();
            if (_arrived.Length > _read)
                return Take(buffer.Span);
            if (_closed && _onTheWay.Count == 0)
                return 0;
            await _change.WaitAsync(cancel);
        }
    }

    /// <summary>The sender sends no more; what is on its way arrives.</summary>
    public void Close()
    {
        _closed = true;
        _change.Fire();
    }

    /// <summary>The connection is gone, with what was on its way.</summary>
    public void Break()
    {
        _broken = true;
        _change.Fire();
        _room.Fire();
    }

    /// <summary>Has bytes go on that were held up.</summary>
    public void Move()
    {
        if (_moving || _onTheWay.Count == 0 || delay(_onTheWay.Peek().Length) is not { } time)
            return;
        _moving = true;
        receiver.Simulation.Main.PostAfter(time, Arrive);
    }

    private void Arrive()
    {
        _moving = false;
        if (_broken || _onTheWay.Count == 0)
            return;
        _arrived.Position = _arrived.Length;
        _arrived.Write(_onTheWay.Dequeue());
        _change.Fire();
        Move();
    }

    private int Take(Span<byte> buffer)
    {
        _arrived.Position = _read;
        var count = _arrived.Read(buffer);
        _read += count;
        _unread -= count;
        if (_read == _arrived.Length)
        {
            _arrived.SetLength(0);
            _read = 0;
        }

        if (_unread <= Window)
            _room.Fire();
        return count;
    }

    private void ThrowIfBroken()
    {
        if (_broken)
            throw new IOException("the connection was reset");
    }
}
