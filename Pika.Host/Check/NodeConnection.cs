using System.Net.Sockets;
using System.Text;

namespace Pika.Host.Check;

/// <summary>A connection to a node that is compared: asks one thing at a time.</summary>
internal sealed class NodeConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeSpan _timeout;
    private readonly NodeReplyReader _replies;

    private NodeConnection(NodeAddress address, Socket socket, TimeSpan timeout)
    {
        (Address, _socket, _timeout) = (address, socket, timeout);
        _replies = new NodeReplyReader(new NetworkStream(socket));
    }

    /// <summary>Whom it is connected to.</summary>
    public NodeAddress Address { get; }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="CheckException">The node cannot be reached, or does not let us in.</exception>
    public static async Task<NodeConnection> OpenAsync(NodeAddress address, CheckOptions options)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var bound = new CancellationTokenSource(options.Timeout);
            await socket.ConnectAsync(address.Host, address.Port, bound.Token);
            var connection = new NodeConnection(address, socket, options.Timeout);
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
            return await _replies.ReadAsync(bound.Token);
        }
        catch (CheckException refusal)
        {
            throw new CheckException($"{Address} answers: {refusal.Message}");
        }
        catch (Exception failure) when (failure is SocketException or IOException)
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
}
