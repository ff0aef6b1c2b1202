using System.Buffers.Text;
using Pika.Storage.Files;

namespace Pika.Host.Import;

/// <summary>Sends the commands of an AOF as they stand there. A last one that is cut off, as a crash leaves it, is left out with a notice.</summary>
internal sealed class AofImport(IReadFile file, ImportTarget target, ImportResult result, Action<long> onProgress)
{
    private const int WindowSize = 1 << 20;

    /// <summary>The longest command: what one request may be in memory here.</summary>
    private const int LongestCommand = 1 << 30;

    private byte[] _window = new byte[WindowSize];

    // The window's bytes that are read and not sent: from, to; and the offset of the first in the file.
    private int _start;
    private int _end;
    private long _origin;

    /// <summary>Sends all commands from an offset on.</summary>
    /// <exception cref="ImportException">The file is damaged; what stood before the damage has been sent.</exception>
    public void Run(long offset)
    {
        _origin = offset;
        while (_start < _end || TryFill())
        {
            int end = Measure();
            if (end == 0)
            {
                if (TryFill())
                {
                    continue;
                }

                result.Notices.Add($"the last command, at offset {_origin}, is cut off and was left out");
                return;
            }

            if (_window[_start] == (byte)'*')
            {
                target.Raw(_window.AsSpan(_start, end - _start));
                result.Commands++;
            }

            _origin += end - _start;
            _start = end;
            onProgress(_origin);
        }
    }

    // Where the command, or the annotation, ends that stands first; 0 if not all of it is in the window.
    private int Measure()
    {
        int at = _start;
        if (_window[at] == (byte)'#')
        {
            return TryLine(ref at, out _) ? at : 0;
        }

        if (!TryNumber(ref at, '*', out long words))
        {
            return 0;
        }

        for (; words > 0; words--)
        {
            if (!TryNumber(ref at, '$', out long length) || at + length + 2 > _end)
            {
                return 0;
            }

            at += (int)length + 2;
        }

        return at;
    }

    private bool TryNumber(ref int at, char type, out long number)
    {
        number = 0;
        int begin = at;
        if (!TryLine(ref at, out var line))
        {
            return false;
        }

        bool sound =
            !line.IsEmpty && line[0] == type && Utf8Parser.TryParse(line[1..], out number, out int used) && used == line.Length - 1;
        return sound && number is >= 0 and <= LongestCommand
            ? true
            : throw new ImportException($"the AOF is damaged at offset {_origin + begin - _start}: '{type}' and a number are expected");
    }

    private bool TryLine(ref int at, out ReadOnlySpan<byte> line)
    {
        int length = _window.AsSpan(at, _end - at).IndexOf((byte)'\n');
        line = length > 0 ? _window.AsSpan(at, length).TrimEnd((byte)'\r') : default;
        at += length + 1;
        return length >= 0;
    }

    // Brings what is not sent to the front, and reads on behind it. False: there is no more to read.
    private bool TryFill()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        (_start, _end) = (0, _end - _start);
        if (_end == _window.Length)
        {
            if (_end == LongestCommand)
            {
                throw new ImportException($"the command at offset {_origin} is longer than {LongestCommand} bytes");
            }

            Array.Resize(ref _window, Math.Min(2 * _window.Length, LongestCommand));
        }

        int before = _end;
        int count;
        while (_end < _window.Length && (count = file.Read(_origin + _end, _window.AsSpan(_end))) > 0)
        {
            _end += count;
        }

        return _end > before;
    }
}
