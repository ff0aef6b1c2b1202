using System.Globalization;
using System.Text;
using Pika.Actors.Network;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>The RESP part of a replica's connection: AUTH and PKSYNC, each answered before the next is sent.</summary>
/// <param name="connection">The connection to the master.</param>
/// <param name="cancel">Gives up.</param>
internal sealed class MasterGreeting(IOutboundConnection connection, CancellationToken cancel)
{
    /// <summary>The longest line of a reply: an error with a sentence or two.</summary>
    private const int MaxLine = 4096;

    private readonly byte[] _buffer = new byte[MaxLine];
    private int _length;

    /// <summary>What has come behind the replies: the master's first frames.</summary>
    public ReadOnlyMemory<byte> Behind => _buffer.AsMemory(0, _length);

    /// <summary>Greets the master.</summary>
    /// <returns>Null; or why the master does not send frames, in words.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<string?> RunAsync(ReplicaTarget target)
    {
        if (target.Password.Length > 0 || target.User.Length > 0)
        {
            string[] auth = target.User.Length > 0 ? ["AUTH", target.User, target.Password] : ["AUTH", target.Password];
            if (await AskAsync(auth) is { } refusal)
            {
                return "the master refused AUTH: " + refusal;
            }
        }

        string version = FrameFormat.Version.ToString(CultureInfo.InvariantCulture);
        return await AskAsync("PKSYNC", version) is { } error ? "the master refused PKSYNC: " + error : null;
    }

    // Null when the reply is +OK, else the reply.
    private async Task<string?> AskAsync(params string[] arguments)
    {
        var request = new StringBuilder();
        request.Append(CultureInfo.InvariantCulture, $"*{arguments.Length}\r\n");
        foreach (string argument in arguments)
        {
            request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(argument)}\r\n{argument}\r\n");
        }

        await connection.SendAsync(Encoding.UTF8.GetBytes(request.ToString()), cancel);
        string reply = await ReadLineAsync();
        return reply switch
        {
            "+OK" => null,
            ['-', .. var error] => error,
            _ => $"'{reply}' is no answer that it could give",
        };
    }

    private async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _length).IndexOf("\r\n"u8)) < 0)
        {
            if (_length == MaxLine)
            {
                throw new IOException($"a line of more than {MaxLine} bytes has come instead of a reply");
            }

            int count = await connection.ReceiveAsync(_buffer.AsMemory(_length), cancel);
            _length += count > 0 ? count : throw new IOException("the other side closed the connection before it had answered");
        }

        string line = Encoding.UTF8.GetString(_buffer, 0, end);
        int used = end + 2;
        _buffer.AsSpan(used, _length - used).CopyTo(_buffer);
        _length -= used;
        return line;
    }
}
