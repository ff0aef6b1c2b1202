using System.Text;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandErrorsTests
{
    [RedisFact]
    public void Errors_of_the_dispatch_are_those_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        string[][] requests =
        [
            ["nosuch"],
            ["nosuch", "a", "b c"],
            [new string('x', 300), "a"],
            ["nosuch", new string('b', 100), new string('c', 100), "d"],
            ["nosuch", new string('b', 128), "c"],
            ["no\r\nsuch", "\u00e9"],
            ["no\0such", "a\0b"],
            ["client", "no\r\nsuch"],
            ["CONFIG", new string('x', 300)],
            ["get"],
            ["client"],
            ["Client", "KILL"],
            ["object", "encoding"],
        ];
        foreach (var request in requests)
            Error(request).ShouldBe(redis.Ask(request).Text, string.Join(' ', request));
    }

    [RedisFact]
    public void A_protocol_error_is_written_byte_by_byte_as_Redis_writes_it()
    {
        using var server = new RedisServer();
        foreach (var input in new[] { "*1\r\n\u00e9\r\n", "*1\r\n\r\n\r\n", "*x\r\n", "*1\r\n$x\r\n", "\"\r\n" })
        {
            var bytes = Encoding.Latin1.GetBytes(input);
            using var redis = server.Connect();
            redis.Send(bytes);
            var reader = new RequestReader(new RequestLimits());
            bytes.CopyTo(reader.GetMemory(bytes.Length).Span);
            reader.Advance(bytes.Length);
            reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
            using var reply = new RespWriter();

            CommandErrors.Protocol(reply, reader.ProtocolError!);

            RespTree.Parse(reply.WrittenSpan).ToString().ShouldBe(redis.Read().ToString());
        }
    }

    private static string? Error(string[] arguments)
    {
        var request = Request.Of(arguments.Select(Encoding.Latin1.GetBytes).ToArray());
        using var reply = new RespWriter();
        switch (CommandTable.Find(request, out var spec))
        {
            case CommandLookup.UnknownCommand:
                CommandErrors.UnknownCommand(reply, request);
                break;
            case CommandLookup.UnknownSubcommand:
                CommandErrors.UnknownSubcommand(reply, spec!, request[1]);
                break;
            default:
                spec!.Accepts(request.Count).ShouldBeFalse();
                CommandErrors.WrongArity(reply, spec);
                break;
        }

        return RespTree.Parse(reply.WrittenSpan).Text;
    }
}
