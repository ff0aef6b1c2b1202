using System.Net.Sockets;
using System.Text;

namespace Pika.Tests.Protocol.Support;

/// <summary>Sends requests, or any bytes, and reads replies.</summary>
public sealed class RedisConnection(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true) { ReadTimeout = 20_000 };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private byte[] _received = [];

    public RespTree Ask(params string[] arguments)
    {
        Send(Encode(arguments));
        return Read();
    }

    /// <summary>A request as RESP; each character is one byte.</summary>
    public static byte[] Encode(params string[] arguments)
    {
        var text = new StringBuilder($"*{arguments.Length}\r\n");
        foreach (var argument in arguments)
            text.Append($"${argument.Length}\r\n{argument}\r\n");

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    public void Send(byte[] bytes) => _stream.Write(bytes);

    public RespTree Read()
    {
        while (true)
        {
            if (RespTree.TryParse(_received, out var tree, out var length))
            {
                _received = _received[length..];
                return tree;
            }

            var count = _stream.Read(_buffer);
            if (count == 0)
                throw new EndOfStreamException("The server closed the connection.");

            _received = [.. _received, .. _buffer.AsSpan(0, count)];
        }
    }

    /// <summary>Sends a pipeline of <paramref name="count"/> commands and returns their replies as they stand on the wire.</summary>
    public byte[][] Exchange(byte[] pipeline, int count)
    {
        Send(pipeline);
        var received = new MemoryStream();
        var replies = new byte[count][];
        var (at, found) = (0, 0);
        while (found < count)
        {
            if (RespTree.TryParse(received.GetBuffer().AsSpan(at, (int)received.Length - at), out _, out var length))
            {
                replies[found++] = received.GetBuffer().AsSpan(at, length).ToArray();
                at += length;
                continue;
            }

            var bytes = _stream.Read(_buffer);
            if (bytes == 0)
                throw new EndOfStreamException("The server closed the connection.");

            received.Write(_buffer, 0, bytes);
        }

        return replies;
    }

    /// <summary>Reads bytes up to and with <paramref name="end"/>; each is one character.</summary>
    public string ReadUntil(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var count = _stream.Read(_buffer);
            if (count == 0)
                throw new EndOfStreamException("The server closed the connection.");

            text.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }

        return text.ToString();
    }

    public void Dispose() => _stream.Dispose();
}
