using System.Text;
using Pika.Actors.Clients;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Tests.EndToEnd;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Support;

/// <summary>One connection to a <see cref="TestNode"/>. Requests and replies are text in which each character is one byte.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly PikaNode _node;
    private readonly ClientSession _session;
    private readonly Sink _sink = new();

    public TestClient(PikaNode node, int protocol)
    {
        _node = node;
        Client = new Client(node.Clients.NextId(), "127.0.0.1:1", "127.0.0.1:2", node.Databases[0], node.NowMs(), () => { });
        node.Clients.Add(Client);
        _session = new ClientSession(node, Client, _sink);
        Client.Protocol = protocol;
        _session.Reply.Protocol = protocol;
    }

    public Client Client { get; }

    /// <summary>Sends one command and returns its reply as it stands on the wire.</summary>
    public Task<string> Ask(params string[] arguments) => SendAsync(RedisConnection.Encode(arguments));

    /// <summary>Sends commands as one pipeline, their words parted by blanks, and returns the replies one after the other.</summary>
    public Task<string> Pipeline(params string[] commands) =>
        SendAsync([.. commands.SelectMany(command => RedisConnection.Encode(command.Split(' ')))]);

    /// <summary>
    /// Holds a conversation: on each line a command, an arrow, and the reply that is expected, in the notation of <see cref="Reply"/>.
    /// </summary>
    public async Task Dialogue(string expected)
    {
        const string Arrow = " => ";
        var actual = new List<string>();
        foreach (var line in expected.Split('\n'))
        {
            var command = line.Split(Arrow)[0];
            actual.Add(command + Arrow + Reply.Render(await Ask(Words.Split(command))));
        }

        string.Join('\n', actual).ShouldBe(expected);
    }

    /// <summary>What the client is sent without having asked for it, up to now.</summary>
    public async Task<string> Pushed()
    {
        _session.TakePushes();
        await _sink.FlushAsync(_session.Reply);
        return _sink.Take();
    }

    /// <summary>Sends bytes and returns everything that comes back until the session wants more.</summary>
    public async Task<string> SendAsync(byte[] bytes)
    {
        Receive(bytes);
        ParseOutcome outcome;
        do
        {
            outcome = _session.Input.Parse();
            await _session.ProcessAsync();
            _session.Input.Release();
            if (outcome is ParseOutcome.ProtocolError or ParseOutcome.QueryBufferLimit)
                _session.RefuseInput(outcome);
        } while (outcome == ParseOutcome.More && !Client.CloseAfterReply);

        await _sink.FlushAsync(_session.Reply);
        return _sink.Take();
    }

    public void Dispose()
    {
        _node.Clients.Remove(Client);
        _session.Dispose();
    }

    private void Receive(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = _session.Input.GetMemory(bytes.Length).Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            _session.Input.Advance(count);
            bytes = bytes[count..];
        }
    }

    private sealed class Sink : IReplySink
    {
        private readonly StringBuilder _sent = new();

        public ValueTask FlushAsync(RespWriter reply)
        {
            _sent.Append(Encoding.Latin1.GetString(reply.WrittenSpan));
            reply.Clear();
            return default;
        }

        // A test that wants its client gone kills it.
        public void WatchForEnd(bool watch) { }

        public string Take()
        {
            var text = _sent.ToString();
            _sent.Clear();
            return text;
        }
    }
}
