using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pika.Host.Check;

/// <summary>A connection to a node that is compared: asks one thing at a time.</summary>
internal sealed class NodeConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeSpan _timeout;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;

    private NodeConnection(NodeAddress address, Socket socket, TimeSpan timeout) =>
        (Address, _socket, _timeout) = (address, socket, timeout);

    /// <summary>Whom it is connected to.</summary>
    public NodeAddress Address { get; }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="CheckException">The node cannot be reached, or does not let us in.</exception>
    public static async Task<NodeConnection> OpenAsync(NodeAddress address, CheckOptions options)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new NodeConnection(address, socket, options.Timeout);
        try
        {
            using var bound = new CancellationTokenSource(options.Timeout);
            await socket.ConnectAsync(address.Host, address.Port, bound.Token);
            if (options.Password is { } password)
            {
                await connection.AskAsync(options.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
            }

            return connection;
        }
        catch (Exception failure)
        {
            socket.Dispose();
            throw failure switch
            {
                SocketException => new CheckException($"cannot connect to {address}: {failure.Message}"),
                OperationCanceledException => new CheckException(
                    $"cannot connect to {address} within {options.Timeout.TotalSeconds:0.#} s"
                ),
                _ => failure,
            };
        }
    }

    /// <summary>Asks in words and returns the answer.</summary>
    /// <exception cref="CheckException">The node answers with an error, or not at all.</exception>
    public Task<NodeReply> AskAsync(params string[] words) => AskAsync([.. words.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>As with text, in bytes.</summary>
    /// <exception cref="CheckException">The node answers with an error, or not at all.</exception>
    public async Task<NodeReply> AskAsync(byte[][] words)
    {
        using var bound = new CancellationTokenSource(_timeout);
        try
        {
            await SendAsync(words, bound.Token);
            return await ReadAsync(bound.Token);
        }
        catch (Exception failure) when (failure is SocketException or EndOfStreamException)
        {
            throw new CheckException($"{Address} is gone: {failure.Message}");
        }
        catch (OperationCanceledException)
        {
            throw new CheckException($"{Address} did not answer {Encoding.UTF8.GetString(words[0])} within {_timeout.TotalSeconds:0.#} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[][] words, CancellationToken bound)
    {
        using var request = new MemoryStream();
        request.Write(Encoding.ASCII.GetBytes($"*{words.Length}\r\n"));
        foreach (byte[] word in words)
        {
            request.Write(Encoding.ASCII.GetBytes($"${word.Length}\r\n"));
            request.Write(word);
            request.Write("\r\n"u8);
        }

        ReadOnlyMemory<byte> rest = request.ToArray();
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, bound)..];
        }
    }

    private async ValueTask<NodeReply> ReadAsync(CancellationToken bound)
    {
        string line = await LineAsync(bound);
        switch (line.Length == 0 ? '\0' : line[0])
        {
            case '+':
                return NodeReply.Of(Encoding.UTF8.GetBytes(line[1..]));
            case '-':
                throw new CheckException($"{Address} answers: {line[1..]}");
            case ':':
                return NodeReply.Of(NumberIn(line));
            case '$':
                return NodeReply.Of(await BulkAsync(NumberIn(line), bound));
            case '*':
                var items = new NodeReply[Math.Max(0, NumberIn(line))];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = await ReadAsync(bound);
                }

                return NodeReply.Of(items);
            default:
                throw new CheckException($"{Address} answers '{line}', which is no reply of this server");
        }
    }

    private long NumberIn(string line) =>
        long.TryParse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new CheckException($"{Address} answers '{line}', which is no reply of this server");

    private async ValueTask<byte[]> BulkAsync(long length, CancellationToken bound)
    {
        var bytes = new byte[Math.Max(0, length)];
        for (int filled = 0; filled < bytes.Length; )
        {
            await FillAsync(bound);
            int count = Math.Min(bytes.Length - filled, _end - _at);
            _buffer.AsSpan(_at, count).CopyTo(bytes.AsSpan(filled));
            (filled, _at) = (filled + count, _at + count);
        }

        if (length >= 0)
        {
            await LineAsync(bound);
        }

        return bytes;
    }

    private async ValueTask<string> LineAsync(CancellationToken bound)
    {
        var line = new List<byte>();
        while (true)
        {
            await FillAsync(bound);
            byte next = _buffer[_at++];
            if (next == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
        }
    }

    private async ValueTask FillAsync(CancellationToken bound)
    {
        if (_at < _end)
        {
            return;
        }

        (_at, _end) = (0, await _socket.ReceiveAsync(_buffer.AsMemory(), bound));
        if (_end == 0)
        {
            throw new EndOfStreamException("it has closed the connection");
        }
    }
}
