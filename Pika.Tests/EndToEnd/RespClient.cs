using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// A connection that sends bytes and reads whole replies as bytes, RESP2 and RESP3, without interpreting them. Knows nothing of
/// the product's own protocol code, so that it cannot share its mistakes. Waits at most <see cref="Timeout"/> for a reply.
/// </summary>
internal sealed class RespClient : IDisposable
{
    /// <summary>How long a reply may take; a reply that never comes is a failure, not a hang.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RespClient(Socket socket) => _socket = socket;

    public static async Task<RespClient> Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return new RespClient(socket);
    }

    /// <summary>A command as clients send it: an array of bulk strings. Characters are bytes (Latin-1).</summary>
    public static byte[] Encode(params string[] arguments)
    {
        var bytes = new MemoryStream();
        bytes.Write(Bytes($"*{arguments.Length}\r\n"));
        foreach (var argument in arguments)
            bytes.Write(Bytes($"${argument.Length}\r\n{argument}\r\n"));
        return bytes.ToArray();
    }

    /// <summary>Text as bytes, one for each character.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Bytes as text, one character for each.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>Sends a command and reads its reply, as it came.</summary>
    public async Task<string> Call(params string[] arguments)
    {
        await Send(Encode(arguments));
        return await Read();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        using var bound = new CancellationTokenSource(Timeout);
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, bound.Token)..];
    }

    /// <summary>Reads one whole reply, as it came; for an aggregate with all its elements.</summary>
    public async Task<string> Read()
    {
        using var bound = new CancellationTokenSource(Timeout);
        var reply = new MemoryStream();
        await ReadInto(reply, bound.Token);
        return Text(reply.ToArray());
    }

    /// <summary>Reads until the server closes the connection; a reset counts as closing.</summary>
    public async Task<string> ReadToEnd()
    {
        using var bound = new CancellationTokenSource(Timeout);
        var rest = new MemoryStream();
        try
        {
            do
            {
                rest.Write(_buffer, _start, _end - _start);
                _start = _end;
            } while (await Fill(bound.Token));
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // What had come before the reset is the answer.
        }

        return Text(rest.ToArray());
    }

    /// <summary>Whether bytes wait to be read within the time.</summary>
    public bool HasMore(TimeSpan within) => _end > _start || _socket.Poll(within, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    private async Task ReadInto(MemoryStream reply, CancellationToken bound)
    {
        var line = await ReadLine(reply, bound);
        switch (line[0])
        {
            case '+' or '-' or ':' or '_' or '#' or ',' or '(':
                break;
            case '$' or '=' or '!':
                if (int.Parse(line[1..]) is >= 0 and var length)
                    await ReadBytes(reply, length + 2, bound);
                break;
            case '*' or '~' or '>':
                for (var i = int.Parse(line[1..]); i > 0; i--)
                    await ReadInto(reply, bound);
                break;
            case '%':
                for (var i = 2 * int.Parse(line[1..]); i > 0; i--)
                    await ReadInto(reply, bound);
                break;
            case '|':
                for (var i = 2 * int.Parse(line[1..]); i > 0; i--)
                    await ReadInto(reply, bound);
                await ReadInto(reply, bound);
                break;
            default:
                throw new InvalidDataException($"not a reply: {line}");
        }
    }

    private async Task<string> ReadLine(MemoryStream reply, CancellationToken bound)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (_start == _end && !await Fill(bound))
                throw new EndOfStreamException($"the server closed the connection after '{Text(reply.ToArray())}{Text(line.ToArray())}'");
            var waiting = _buffer.AsMemory(_start, _end - _start);
            var end = waiting.Span.IndexOf((byte)'\n');
            var taken = end < 0 ? waiting.Length : end + 1;
            line.Write(waiting.Span[..taken]);
            _start += taken;
            if (end >= 0)
            {
                reply.Write(line.ToArray());
                return Text(line.ToArray()).TrimEnd('\r', '\n');
            }
        }
    }

    private async Task ReadBytes(MemoryStream reply, int count, CancellationToken bound)
    {
        while (count > 0)
        {
            if (_start == _end && !await Fill(bound))
                throw new EndOfStreamException($"the server closed the connection inside a bulk string, {count} bytes before its end");
            var taken = Math.Min(count, _end - _start);
            reply.Write(_buffer, _start, taken);
            _start += taken;
            count -= taken;
        }
    }

    private async Task<bool> Fill(CancellationToken bound)
    {
        _start = 0;
        _end = 0;
        try
        {
            _end = await _socket.ReceiveAsync(_buffer.AsMemory(), bound);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no reply within {Timeout}");
        }

        return _end > 0;
    }
}
