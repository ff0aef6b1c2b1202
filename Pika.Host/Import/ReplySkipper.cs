using System.Globalization;
using System.Text;

namespace Pika.Host.Import;

/// <summary>Reads RESP2 replies for nothing but the errors in them.</summary>
internal sealed class ReplySkipper(Stream stream)
{
    /// <summary>The longest line: an error with some sentences.</summary>
    private const int LongestLine = 64 * 1024;

    /// <summary>The most that a reply can announce, in bytes or elements; more comes from something that is no such server.</summary>
    private const long LongestReply = int.MaxValue;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;

    /// <summary>Reads one reply and tells its errors, those inside an EXEC's too.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public void Skip(Action<string> onError)
    {
        for (long left = 1; left > 0; left--)
        {
            string line = Line();
            switch (line.Length == 0 ? '\0' : line[0])
            {
                case '-':
                    onError(line[1..]);
                    break;
                case '$':
                    SkipBytes(Number(line) is var length && length < 0 ? 0 : length + 2);
                    break;
                case '*':
                    left += Math.Max(0, Number(line));
                    break;
                case '+' or ':':
                    break;
                default:
                    throw NoReply(line);
            }
        }
    }

    private static long Number(string line) =>
        long.TryParse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value <= LongestReply
            ? value
            : throw NoReply(line);

    private string Line()
    {
        var line = new StringBuilder();
        for (byte next = Next(); next != '\n'; next = Next())
        {
            if (next != '\r')
            {
                line.Append(line.Length < LongestLine ? (char)next : throw NoReply(line.ToString(0, 64)));
            }
        }

        return line.ToString();
    }

    private static IOException NoReply(string line) => new($"'{line}' is no reply of a Redis server");

    private void SkipBytes(long count)
    {
        for (; count > 0; count--)
        {
            Next();
        }
    }

    private byte Next()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, stream.Read(_buffer));
            if (_end == 0)
            {
                throw new IOException("it has closed the connection");
            }
        }

        return _buffer[_at++];
    }
}
