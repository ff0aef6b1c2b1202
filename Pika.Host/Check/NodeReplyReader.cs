using System.Globalization;
using System.Text;

namespace Pika.Host.Check;

/// <summary>Reads replies of RESP2. Whatever comes, it holds no more than has come, and at most so much as a server's answers are long.</summary>
/// <param name="stream">The connection.</param>
internal sealed class NodeReplyReader(Stream stream)
{
    /// <summary>The longest line: an error with some sentences.</summary>
    private const int LongestLine = 64 * 1024;

    /// <summary>The longest text, as of a server: 512 MB.</summary>
    private const long LongestText = 512L << 20;

    /// <summary>Arrays within arrays; those of this server's answers have three levels.</summary>
    private const int MostLevels = 16;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;

    /// <summary>Reads a reply.</summary>
    /// <exception cref="CheckException">It is an error, or none that a server of this kind gives; the message says which.</exception>
    /// <exception cref="EndOfStreamException">The connection has ended.</exception>
    public ValueTask<NodeReply> ReadAsync(CancellationToken bound) => ReadAsync(1, bound);

    private async ValueTask<NodeReply> ReadAsync(int level, CancellationToken bound)
    {
        string line = await LineAsync(bound);
        switch (line.Length == 0 ? '\0' : line[0])
        {
            case '+':
                return NodeReply.Of(Encoding.UTF8.GetBytes(line[1..]));
            case '-':
                throw new CheckException(line[1..]);
            case ':':
                return NodeReply.Of(NumberIn(line));
            case '$':
                return NodeReply.Of(await TextAsync(NumberIn(line), line, bound));
            case '*' when level <= MostLevels:
                // It grows as the items come: the number may be anything.
                var items = new List<NodeReply>();
                for (long left = NumberIn(line); left > 0; left--)
                {
                    items.Add(await ReadAsync(level + 1, bound));
                }

                return NodeReply.Of([.. items]);
            default:
                throw NoReply(line);
        }
    }

    private async ValueTask<byte[]> TextAsync(long length, string line, CancellationToken bound)
    {
        if (length > LongestText)
        {
            throw NoReply(line);
        }

        using var text = new MemoryStream();
        for (long left = length; left > 0; )
        {
            await FillAsync(bound);
            int count = (int)Math.Min(left, _end - _at);
            text.Write(_buffer, _at, count);
            (left, _at) = (left - count, _at + count);
        }

        if (length >= 0 && (await LineAsync(bound)).Length > 0)
        {
            throw NoReply(line);
        }

        return text.ToArray();
    }

    private async ValueTask<string> LineAsync(CancellationToken bound)
    {
        var line = new List<byte>();
        while (line.Count < LongestLine)
        {
            await FillAsync(bound);
            byte next = _buffer[_at++];
            if (next == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
        }

        throw NoReply($"{Encoding.UTF8.GetString([.. line[..64]])}...");
    }

    private async ValueTask FillAsync(CancellationToken bound)
    {
        if (_at < _end)
        {
            return;
        }

        (_at, _end) = (0, await stream.ReadAsync(_buffer, bound));
        if (_end == 0)
        {
            throw new EndOfStreamException("it has closed the connection");
        }
    }

    private static long NumberIn(string line) =>
        long.TryParse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw NoReply(line);

    private static CheckException NoReply(string line) => new($"'{line}', which is no reply of this server");
}
