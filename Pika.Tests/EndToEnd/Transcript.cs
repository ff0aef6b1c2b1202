namespace Pika.Tests.EndToEnd;

/// <summary>
/// A recorded conversation. Lines:
/// <code>
/// # a comment
/// @ name                 the lines after it are on the connection of that name, opened if it is new
/// > COMMAND "an arg"     what the client sends; several in a row are a pipeline
/// &lt; [pattern]             what comes back, one line for each command, in the notation of Reply; * stands for anything
/// &lt;7.0 pattern            what Redis 7.0 answers instead, where it is older than the behaviour that is asked of the server
/// </code>
/// </summary>
internal sealed class Transcript
{
    private readonly string _name;
    private readonly List<Exchange> _exchanges = [];

    private Transcript(string name) => _name = name;

    /// <summary>Reads a transcript, or fails with the line that makes no sense.</summary>
    public static Transcript Parse(string name, string text)
    {
        var transcript = new Transcript(name);
        var connection = "";
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("@ ", StringComparison.Ordinal))
                connection = line[2..];
            else if (line.StartsWith("> ", StringComparison.Ordinal))
                transcript._exchanges.Add(new Exchange(number, connection, Words.Split(line[2..])));
            else if (line.StartsWith("< ", StringComparison.Ordinal))
                transcript._exchanges.First(exchange => exchange.Expected is null).Expected = line[2..];
            else if (line.StartsWith("<7.0 ", StringComparison.Ordinal))
                transcript._exchanges.Last(exchange => exchange.Expected is not null).ExpectedOfRedis = line[5..];
            else
                throw new FormatException($"{name}:{number}: neither > nor <: {line}");
        }

        if (transcript._exchanges.Find(exchange => exchange.Expected is null) is { } open)
            throw new FormatException($"{name}:{open.Line}: no reply is expected");
        return transcript;
    }

    /// <summary>Plays the client's part and returns what came back otherwise than expected, a line for each.</summary>
    public async Task<IReadOnlyList<string>> Play(int port, bool isRedis)
    {
        var failures = new List<string>();
        var connections = new Dictionary<string, RespClient>();
        try
        {
            for (var i = 0; i < _exchanges.Count; )
            {
                var pipeline = Pipeline(i);
                i += pipeline.Count;
                if (!connections.TryGetValue(pipeline[0].Connection, out var client))
                    connections[pipeline[0].Connection] = client = await RespClient.Connect(port);
                await client.Send(pipeline.SelectMany(exchange => RespClient.Encode(exchange.Arguments)).ToArray());
                foreach (var exchange in pipeline)
                {
                    var expected = isRedis ? exchange.ExpectedOfRedis ?? exchange.Expected! : exchange.Expected!;
                    var reply = Reply.Render(await client.Read());
                    if (!Matches(expected, reply))
                        failures.Add(
                            $"{_name}:{exchange.Line}: {string.Join(' ', exchange.Arguments)}\n  expected {expected}\n  got      {reply}"
                        );
                }
            }
        }
        catch (Exception error)
            when (error is IOException or TimeoutException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            failures.Add($"{_name}: {error.Message}");
        }
        finally
        {
            foreach (var client in connections.Values)
                client.Dispose();
        }

        return failures;
    }

    /// <summary>Whether the text is the pattern, where * stands for any characters.</summary>
    public static bool Matches(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return pattern == text;
        if (!text.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
                return false;
            position = found + part.Length;
        }

        return text.Length - position >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    // Commands on one connection whose replies are written only after the last of them went out together.
    private List<Exchange> Pipeline(int start)
    {
        var pipeline = new List<Exchange> { _exchanges[start] };
        for (var i = start + 1; i < _exchanges.Count && _exchanges[i].Line == _exchanges[i - 1].Line + 1; i++)
        {
            if (_exchanges[i].Connection == _exchanges[start].Connection)
                pipeline.Add(_exchanges[i]);
        }

        return pipeline;
    }

    private sealed class Exchange(int line, string connection, string[] arguments)
    {
        public int Line => line;
        public string Connection => connection;
        public string[] Arguments => arguments;
        public string? Expected { get; set; }
        public string? ExpectedOfRedis { get; set; }
    }
}
