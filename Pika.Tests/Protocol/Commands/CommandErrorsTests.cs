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
