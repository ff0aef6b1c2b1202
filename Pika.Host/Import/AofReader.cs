using Pika.Protocol;
using Pika.Storage.Files;

namespace Pika.Host.Import;

/// <summary>
/// Finds the commands of an AOF, and the annotations between them. A command is what a server takes as one: an array of at least one bulk string. Memory is bounded by the longest.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the AOF begins in it.</param>
internal sealed class AofReader(IReadFile file, long offset)
{
    private const int WindowSize = 1 << 20;

    /// <summary>The longest command: what one request may be in memory here.</summary>
    private const int LongestCommand = 1 << 30;

    /// <summary>The longest line: a type and a number, or an annotation, which is a time.</summary>
    private const int LongestLine = 1024;

    private byte[] _window = new byte[WindowSize];

    // The window's bytes that are read and not passed: from, to; and the offset of the first in the file.
    private int _start;
    private int _end;

    /// <summary>The bytes of the present entry.</summary>
    private int _length;

    /// <summary>Where the present entry begins; behind the last one, where the file ends or what is cut off begins.</summary>
    public long Position { get; private set; } = offset;

    /// <summary>The present entry as it stands there; valid until the next move.</summary>
    public ReadOnlySpan<byte> Entry => _window.AsSpan(_start, _length);

    /// <summary>Whether it is a command, and not an annotation.</summary>
    public bool IsCommand => _window[_start] == (byte)'*';

    /// <summary>Whether the file ends within an entry, as a crash leaves it.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Moves to the next entry. False behind the last that is whole.</summary>
    /// <exception cref="ImportException">The file is damaged.</exception>
    public bool Next()
    {
        (_start, Position, _length) = (_start + _length, Position + _length, 0);
        while ((_length = Measure()) == 0)
        {
            if (!TryFill())
            {
                IsCutOff = _start < _end;
                return false;
            }
        }

        return true;
    }

    // The bytes of the entry that stands first; 0 if not all of it is in the window.
    private int Measure()
    {
        int at = _start;
        if (at < _end && _window[at] == (byte)'#')
        {
            return TryLine(ref at, out _) ? at - _start : 0;
        }

        if (!TryNumber(ref at, '*', least: 1, out long words))
        {
            return 0;
        }

        for (; words > 0; words--)
        {
            if (!TryNumber(ref at, '$', least: 0, out long length) || at + length + 2 > _end)
            {
                return 0;
            }

            at += (int)length;
            ThrowUnless(_window.AsSpan(at, 2).SequenceEqual("\r\n"u8), at, "the end of a word is");
            at += 2;
        }

        return at - _start;
    }

    private bool TryNumber(ref int at, char type, long least, out long number)
    {
        number = 0;
        int begin = at;
        if (!TryLine(ref at, out var line))
        {
            return false;
        }

        bool sound = !line.IsEmpty && line[0] == type && Numbers.TryParseInt64(line[1..], out number);
        ThrowUnless(sound && number >= least && number <= LongestCommand, begin, $"'{type}' and a number are");
        return true;
    }

    private bool TryLine(ref int at, out ReadOnlySpan<byte> line)
    {
        var rest = _window.AsSpan(at, Math.Min(_end - at, LongestLine));
        int length = rest.IndexOf((byte)'\n');
        line = length > 0 && rest[length - 1] == '\r' ? rest[..(length - 1)] : default;
        ThrowUnless(length >= 0 || rest.Length < LongestLine, at, "a line of few bytes is");
        ThrowUnless(length < 0 || !line.IsEmpty, at, @"a line with \r\n at its end is");
        at += length + 1;
        return length >= 0;
    }

    private void ThrowUnless(bool sound, int at, string expected)
    {
        if (!sound)
        {
            throw new ImportException($"the AOF is damaged at offset {Position + at - _start}: {expected} expected");
        }
    }

    // Brings what is not passed to the front, and reads on behind it. False: there is no more to read.
    private bool TryFill()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        (_start, _end) = (0, _end - _start);
        if (_end == _window.Length)
        {
            if (_end == LongestCommand)
            {
                throw new ImportException($"the command at offset {Position} is longer than {LongestCommand} bytes");
            }

            Array.Resize(ref _window, Math.Min(2 * _window.Length, LongestCommand));
        }

        int before = _end;
        int count;
        while (_end < _window.Length && (count = file.Read(Position + _end, _window.AsSpan(_end))) > 0)
        {
            _end += count;
        }

        return _end > before;
    }
}
