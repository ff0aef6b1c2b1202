using Pika.Actors.Network;
using Pika.Protocol;

namespace Pika.Actors.Migration;

/// <summary>
/// The connection to the server that takes the keys. Each piece that is sent and each reply has to come through within the timeout, as in Redis;
/// where one does not, the connection is of no more use.
/// </summary>
internal sealed class MigrationTarget : IDisposable
{
    /// <summary>Bytes that are sent within one timeout: large values may take longer as a whole.</summary>
    private const int PieceBytes = 64 * 1024;

    /// <summary>What is kept of a reply, which Redis cuts there as well.</summary>
    private const int LongestKept = 1023;

    /// <summary>The longest reply; what is longer comes from something that is no such server.</summary>
    private const int LongestReply = 64 * 1024;

    private readonly IOutboundConnection _connection;
    private readonly TimeSpan _timeout;

    /// <summary>Fires when the present step takes too long.</summary>
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _stop;

    private readonly byte[] _received = new byte[4096];
    private readonly byte[] _reply = new byte[LongestKept];
    private int _from;
    private int _to;

    private MigrationTarget(IOutboundConnection connection, TimeSpan timeout, TimeProvider time, CancellationToken stop)
    {
        (_connection, _timeout) = (connection, timeout);
        _limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stop = stop.Register(_limit.Cancel);
    }

    /// <summary>Connects.</summary>
    /// <param name="stop">Breaks the connection at once.</param>
    /// <exception cref="TargetLostException">It cannot.</exception>
    public static async Task<MigrationTarget> ConnectAsync(
        IOutbound network,
        string host,
        int port,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken stop
    )
    {
        try
        {
            return new MigrationTarget(await network.ConnectAsync(host, port, timeout, stop), timeout, time, stop);
        }
        catch (ConnectionRefusedException refused)
        {
            throw new TargetLostException(TargetLostException.Writing, refused);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            throw new TargetLostException(TargetLostException.Connecting, failure);
        }
    }

    /// <summary>Sends requests, and empties the writer.</summary>
    /// <exception cref="TargetLostException">They could not be sent.</exception>
    public async Task SendAsync(RespWriter requests)
    {
        try
        {
            for (int sent = 0; sent < requests.Length; sent += PieceBytes)
            {
                _limit.CancelAfter(_timeout);
                await _connection.SendAsync(requests.WrittenMemory.Slice(sent, Math.Min(PieceBytes, requests.Length - sent)), _limit.Token);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            throw new TargetLostException(TargetLostException.Writing, failure);
        }

        _limit.CancelAfter(Timeout.InfiniteTimeSpan);
        requests.Clear();
    }

    /// <summary>Receives the next reply, which is a status or an error.</summary>
    /// <returns>The error without its minus sign; null if it is none.</returns>
    /// <exception cref="TargetLostException">None came, or something that is neither.</exception>
    public async Task<byte[]?> ReceiveAsync()
    {
        int length;
        try
        {
            _limit.CancelAfter(_timeout);
            length = await ReceiveLineAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            throw new TargetLostException(TargetLostException.Reading, failure);
        }

        _limit.CancelAfter(Timeout.InfiniteTimeSpan);
        var line = _reply.AsSpan(0, length).TrimEnd((byte)'\r');
        return line.IsEmpty || line[0] is not ((byte)'+' or (byte)'-') ? throw new TargetLostException(TargetLostException.Reading)
            : line[0] == (byte)'-' ? line[1..].ToArray()
            : null;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _stop.Dispose();
        _connection.Dispose();
        _limit.Dispose();
    }

    // The length of what is kept of the next line, without its end.
    private async ValueTask<int> ReceiveLineAsync()
    {
        int kept = 0;
        for (int length = 0; length <= LongestReply; )
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await _connection.ReceiveAsync(_received, _limit.Token));
                if (_to == 0)
                {
                    throw new EndOfStreamException();
                }
            }

            var rest = _received.AsSpan(_from, _to - _from);
            int end = rest.IndexOf((byte)'\n');
            var part = end < 0 ? rest : rest[..end];
            part[..Math.Min(part.Length, LongestKept - kept)].CopyTo(_reply.AsSpan(kept));
            kept = Math.Min(LongestKept, kept + part.Length);
            length += part.Length;
            _from += end < 0 ? part.Length : part.Length + 1;
            if (end >= 0)
            {
                return kept;
            }
        }

        throw new IOException("a reply without an end");
    }
}
