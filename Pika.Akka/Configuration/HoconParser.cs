using System.Text;

namespace Akka.Configuration;

/// <summary>Reads HOCON text into nodes; substitutions stay unresolved. Errors name the line.</summary>
internal sealed class HoconParser
{
    private const string EndsUnquoted = "$\"{}[]:=,+#`^?!@*&\\\n\r";
    private const char EndOfText = '\0';

    private readonly string _text;
    private int _at;

    private HoconParser(string text) => _text = text;

    public static HoconObject Parse(string text)
    {
        var parser = new HoconParser(text);
        parser.SkipBlank();
        var braced = parser.Current == '{';
        if (braced)
            parser._at++;
        var root = parser.ReadFields(braced);
        parser.SkipBlank();
        return parser._at == text.Length ? root : throw parser.Error("text after the end of the root object");
    }

    private char Current => _at < _text.Length ? _text[_at] : EndOfText;

    private HoconObject ReadFields(bool braced)
    {
        var result = new HoconObject();
        while (true)
        {
            SkipSeparators();
            if (Current == '}' && braced)
            {
                _at++;
                return result;
            }

            if (_at >= _text.Length)
                return braced ? throw Error("an object is not closed") : result;
            ReadField(result);
        }
    }

    private void ReadField(HoconObject into)
    {
        var path = ReadKey();
        SkipBlank();
        var append = false;
        switch (Current)
        {
            case '{':
                break;
            case '+' when _at + 1 < _text.Length && _text[_at + 1] == '=':
                _at += 2;
                append = true;
                break;
            case ':' or '=':
                _at++;
                break;
            default:
                throw Error($"'=' or ':' expected after key '{string.Join('.', path)}'");
        }

        SkipBlank();
        var value = ReadValue();
        if (append)
        {
            var items = into.Find(path) is HoconArray existing ? existing.Items.ToList() : [];
            items.Add(value);
            value = new HoconArray(items);
        }

        into.Put(path, value);
    }

    private List<string> ReadKey()
    {
        var path = new List<string>();
        while (true)
        {
            SkipSpaces();
            var key = Current == '"' ? ReadQuoted() : ReadWhile(c => c != '.' && c != '(' && !EndsUnquoted.Contains(c)).Trim();
            if (key.Length == 0)
                throw Error("a key is expected");
            path.Add(key);
            SkipSpaces();
            if (Current != '.')
                return path;
            _at++;
        }
    }

    private HoconNode ReadValue()
    {
        var parts = new List<HoconNode>();
        while (true)
        {
            var spaces = ReadWhile(c => c is ' ' or '\t');
            if (AtValueEnd())
                break;
            if (spaces.Length > 0 && parts.Count > 0)
                parts.Add(new HoconScalar(spaces, quoted: false));
            parts.Add(ReadPart());
        }

        if (parts.Count == 0)
            throw Error("a value is expected");
        return Concatenate(parts);
    }

    private bool AtValueEnd() =>
        Current is EndOfText or ',' or '}' or ']' or '\n' or '\r' or '#'
        || (Current == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');

    private HoconNode ReadPart()
    {
        switch (Current)
        {
            case '{':
                _at++;
                return ReadFields(braced: true);
            case '[':
                _at++;
                return ReadArray();
            case '"':
                return new HoconScalar(ReadQuoted(), quoted: true);
            case '$' when _at + 1 < _text.Length && _text[_at + 1] == '{':
                return ReadSubstitution();
            default:
                var text = ReadUnquotedText();
                return text.Length > 0 ? new HoconScalar(text, quoted: false) : throw Error($"unexpected '{Current}'");
        }
    }

    private string ReadUnquotedText()
    {
        var start = _at;
        while (_at < _text.Length && (!EndsUnquoted.Contains(_text[_at]) || IsHarmless(_text[_at])) && _text[_at] is not (' ' or '\t'))
        {
            if (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
                break;
            _at++;
        }

        return _text[start.._at];

        // Addresses, type names and durations hold these inside a value, where they cannot be mistaken for structure.
        static bool IsHarmless(char c) => c is ':' or '+' or '*' or '@' or '?' or '!' or '&' or '`' or '^' or '=' or '\\';
    }

    private HoconArray ReadArray()
    {
        var items = new List<HoconNode>();
        while (true)
        {
            SkipSeparators();
            if (Current == ']')
            {
                _at++;
                return new HoconArray(items);
            }

            if (_at >= _text.Length)
                throw Error("an array is not closed");
            items.Add(ReadValue());
        }
    }

    private HoconSubstitution ReadSubstitution()
    {
        _at += 2;
        var optional = Current == '?';
        if (optional)
            _at++;
        var end = _text.IndexOf('}', _at);
        if (end < 0)
            throw Error("a substitution is not closed");
        var path = _text[_at..end].Trim();
        _at = end + 1;
        return new HoconSubstitution(path, optional);
    }

    private string ReadQuoted()
    {
        if (string.CompareOrdinal(_text, _at, "\"\"\"", 0, 3) == 0)
        {
            var end = _text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
            if (end < 0)
                throw Error("a triple-quoted string is not closed");
            while (end + 3 < _text.Length && _text[end + 3] == '"')
                end++;
            var raw = _text[(_at + 3)..end];
            _at = end + 3;
            return raw;
        }

        _at++;
        var result = new StringBuilder();
        while (Current != '"')
        {
            if (Current is EndOfText or '\n')
                throw Error("a string is not closed");
            result.Append(Current == '\\' ? ReadEscape() : Current);
            _at++;
        }

        _at++;
        return result.ToString();
    }

    private char ReadEscape()
    {
        _at++;
        switch (Current)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case '"' or '\\' or '/':
                return Current;
            case 'u'
                when _at + 4 < _text.Length
                    && ushort.TryParse(_text.AsSpan(_at + 1, 4), System.Globalization.NumberStyles.HexNumber, null, out var code):
                _at += 4;
                return (char)code;
            default:
                throw Error($"unknown escape '\\{Current}'");
        }
    }

    private static HoconNode Concatenate(List<HoconNode> parts)
    {
        if (parts.Count == 1 && parts[0] is not HoconSubstitution)
            return parts[0];
        if (parts.Exists(part => part is HoconSubstitution))
            return new HoconConcatenation(parts);
        return HoconResolver.Join(parts) ?? new HoconScalar("", quoted: true);
    }

    private string ReadWhile(Func<char, bool> accept)
    {
        var start = _at;
        while (_at < _text.Length && accept(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    private void SkipSpaces() => ReadWhile(c => c is ' ' or '\t');

    private void SkipBlank() => SkipWhile(c => char.IsWhiteSpace(c) || c == '\uFEFF');

    private void SkipSeparators() => SkipWhile(c => char.IsWhiteSpace(c) || c is ',' or '\uFEFF');

    private void SkipWhile(Func<char, bool> accept)
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == '#' || (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/'))
                ReadWhile(c => c != '\n');
            else if (accept(_text[_at]))
                _at++;
            else
                return;
        }
    }

    private ConfigurationException Error(string what)
    {
        var line = 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');
        return new ConfigurationException($"HOCON line {line}: {what}");
    }
}
