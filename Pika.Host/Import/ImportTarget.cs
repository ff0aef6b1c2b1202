using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pika.Host.Import;

/// <summary>
/// A connection to the server that is filled. Commands are gathered into batches, and one batch is on its way while the next is gathered; so little is in
/// the air that neither side waits for the other to read.
/// </summary>
internal sealed class ImportTarget : IDisposable
{
    /// <summary>A batch is sent when it has grown to this many bytes, or commands.</summary>
    private const int BatchBytes = 256 * 1024;
    private const int BatchCommands = 1000;

    private readonly Socket _socket;
    private readonly ReplySkipper _replies;
    private readonly ImportResult _result;
    private byte[] _batch = new byte[2 * BatchBytes];
    private int _length;
    private int _gathered;
    private int _onTheWay;

    /// <summary>Connects.</summary>
    /// <exception cref="ImportException">The server cannot be reached.</exception>
    public ImportTarget(string host, int port, ImportResult result)
    {
        _result = result;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            _socket.Connect(host, port);
        }
        catch (SocketException failure)
        {
            _socket.Dispose();
            throw new ImportException($"cannot connect to {host}:{port}: {failure.Message}");
        }

        _replies = new ReplySkipper(new NetworkStream(_socket));
    }

    /// <summary>Sends a command whose refusal makes everything else pointless, such as AUTH, and waits for the answer.</summary>
    public void Demand(params ReadOnlySpan<string> words)
    {
        Finish();
        Begin(words.Length);
        foreach (string word in words)
        {
            Bulk(Encoding.UTF8.GetBytes(word));
        }

        long before = _result.Refused;
        Finish();
        if (_result.Refused != before)
        {
            throw new ImportException($"the server refuses {words[0]}: {_result.Errors[^1]}");
        }
    }

    /// <summary>Begins a command of so many words.</summary>
    public void Begin(int words)
    {
        if (_length >= BatchBytes || _gathered >= BatchCommands)
        {
            Send();
        }

        Header('*', words);
        _gathered++;
    }

    /// <summary>The next word.</summary>
    public void Bulk(ReadOnlySpan<byte> word)
    {
        word.CopyTo(BulkOf(word.Length));
        EndBulk();
    }

    /// <summary>The room for the next word, to be filled before <see cref="EndBulk"/>.</summary>
    public Span<byte> BulkOf(int length)
    {
        Header('$', length);
        return Room(length);
    }

    /// <summary>Ends a word.</summary>
    public void EndBulk() => "\r\n"u8.CopyTo(Room(2));

    /// <summary>A whole command as it stands on the wire.</summary>
    public void Raw(ReadOnlySpan<byte> command)
    {
        if (_length >= BatchBytes || _gathered >= BatchCommands)
        {
            Send();
        }

        command.CopyTo(Room(command.Length));
        _gathered++;
    }

    /// <summary>Sends what is gathered and waits for all answers.</summary>
    public void Finish()
    {
        Send();
        TakeReplies();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Send()
    {
        try
        {
            for (int sent = 0; sent < _length; )
            {
                sent += _socket.Send(_batch.AsSpan(sent, _length - sent));
            }
        }
        catch (SocketException failure)
        {
            throw new ImportException($"the server is gone: {failure.Message}");
        }

        TakeReplies();
        (_onTheWay, _gathered, _length) = (_gathered, 0, 0);
    }

    private void TakeReplies()
    {
        try
        {
            for (; _onTheWay > 0; _onTheWay--)
            {
                _replies.Skip(_result.Refuse);
            }
        }
        catch (IOException failure)
        {
            throw new ImportException($"the server is gone: {failure.Message}");
        }
    }

    private void Header(char type, int number)
    {
        Span<byte> text = stackalloc byte[16];
        text[0] = (byte)type;
        number.TryFormat(text[1..], out int digits, default, CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(text[(digits + 1)..]);
        text[..(digits + 3)].CopyTo(Room(digits + 3));
    }

    private Span<byte> Room(int count)
    {
        if (_batch.Length - _length < count)
        {
            Array.Resize(ref _batch, Math.Max(checked(_length + count), (int)Math.Min(2L * _batch.Length, Array.MaxLength)));
        }

        _length += count;
        return _batch.AsSpan(_length - count, count);
    }
}
