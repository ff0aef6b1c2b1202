using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pika.Benchmarks.Costs;

/// <summary>A client's connection that waits for its replies and reads over what they hold. An error reply ends the benchmark.</summary>
internal sealed class RespConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly ArrayBufferWriter<byte> _requests = new(1 << 16);
    private readonly byte[] _received = new byte[1 << 16];
    private int _at;
    private int _end;

    /// <summary>Connects to a server on this machine.</summary>
    public RespConnection(int port)
    {
        _client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        _stream = _client.GetStream();
    }

    /// <summary>Adds a command to those that wait to be sent.</summary>
    public void Add(ReadOnlySpan<string> words)
    {
        Write($"*{words.Length}\r\n");
        foreach (var word in words)
        {
            Write($"${Encoding.UTF8.GetByteCount(word)}\r\n");
            Write(word);
            Write("\r\n");
        }
    }

    /// <summary>Sends what was added.</summary>
    public void Send()
    {
        _stream.Write(_requests.WrittenSpan);
        _requests.ResetWrittenCount();
    }

    /// <summary>Sends one command, waits for its reply, and returns the time of that round trip.</summary>
    public TimeSpan Ask(string[] words)
    {
        Add(words);
        long start = Stopwatch.GetTimestamp();
        Send();
        Receive();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits for one reply and reads to its end.</summary>
    public void Receive()
    {
        var line = ReadLine();
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException($"the server replied {line}");
            case '$':
                Skip(Count(line) + 2);
                break;
            case '*':
                for (int left = Count(line); left > 0; left--)
                {
                    Receive();
                }

                break;
        }
    }

    public void Dispose() => _client.Dispose();

    // A null counts -2 and has no end of line of its own.
    private static int Count(string line) => line == "$-1" ? -2 : int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _requests);

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            char next = (char)ReadByte();
            if (next == '\n')
            {
                return line.ToString(0, line.Length - 1);
            }

            line.Append(next);
        }
    }

    private void Skip(int bytes)
    {
        for (; bytes > 0; bytes--)
        {
            ReadByte();
        }
    }

    private byte ReadByte()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, _stream.Read(_received));
            if (_end == 0)
            {
                throw new EndOfStreamException("the server has closed the connection");
            }
        }

        return _received[_at++];
    }
}
