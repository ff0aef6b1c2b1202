using System.Text;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandRepliesTests
{
    /// <summary>Requests whose replies hold nothing of our own words, nor depend on how many commands there are.</summary>
    private static readonly string[] Comparable =
    [
        "COMMAND INFO get nosuch set|x memory|usage bitfield_ro",
        "COMMAND INFO client|kill",
        "COMMAND DOCS nosuch",
        "COMMAND LIST FILTERBY PATTERN BITFIELD_*",
        "COMMAND LIST FILTERBY PATTERN *|usage",
        "COMMAND LIST FILTERBY ACLCAT nosuch",
        "COMMAND LIST FILTERBY MODULE x",
        "COMMAND LIST FILTERBY x x",
        "COMMAND LIST x",
        "COMMAND GETKEYS MSET a b c d",
        "COMMAND GETKEYS mset a b c",
        "COMMAND GETKEYS object encoding a",
        "COMMAND GETKEYS object x",
        "COMMAND GETKEYS migrate h 1 k 0 9",
        "COMMAND GETKEYS migrate h 1 k 0 9 copy replace auth keys",
        "COMMAND GETKEYS migrate h 1 k 0 9 auth2 keys keys",
        "COMMAND GETKEYS migrate h 1 k 0 9 keys a b",
        "COMMAND GETKEYS migrate h 1  0 9 keys",
        "COMMAND GETKEYSANDFLAGS migrate h 1  0 9 copy auth2 keys keys keys keys a",
        "COMMAND GETKEYS nosuch x",
        "COMMAND GETKEYS ping x",
        "COMMAND GETKEYS get a b",
        "COMMAND GETKEYS client kill",
        "COMMAND GETKEYS config get",
        "COMMAND GETKEYS memory usage a",
        "COMMAND GETKEYS sort l STORE a GET store STORE b",
        "COMMAND GETKEYS georadius g 1 1 1 m",
        "COMMAND GETKEYS georadius g 1 1 1 m STORE",
        "COMMAND GETKEYS georadius g 1 1 1 m STORE a STORE b",
        "COMMAND GETKEYS georadius g 1 1 1 m STORE a STOREDIST b STORE c",
        "COMMAND GETKEYS georadius g 1 1 1 m STOREDIST STORE a",
        "COMMAND GETKEYSANDFLAGS georadiusbymember g m 1 m STORE a STORE b",
        "COMMAND GETKEYSANDFLAGS copy a b",
        "COMMAND GETKEYSANDFLAGS set a b",
        "COMMAND GETKEYSANDFLAGS set a b GET",
        "COMMAND GETKEYSANDFLAGS bitfield k get u8 0",
        "COMMAND GETKEYSANDFLAGS bitfield k get x",
        "COMMAND GETKEYSANDFLAGS bitop or d a b",
        "COMMAND GETKEYSANDFLAGS nosuch x",
    ];

    [RedisFact]
    public void Replies_are_those_of_Redis_byte_by_byte()
    {
        using var server = new RedisServer();
        foreach (var protocol in new[] { 2, 3 })
        {
            using var redis = server.Connect();
            redis.Ask("HELLO", protocol.ToString());
            foreach (var text in Comparable)
            {
                var theirs = redis.Ask(text.Split(' '));
                RespTree.Parse(Reply(protocol, text)).ToString().Replace('~', '*').ShouldBe(theirs.ToString().Replace('~', '*'), text);
                Shape(RespTree.Parse(Reply(protocol, text))).ShouldBe(Shape(theirs), text);
            }
        }
    }

    [Fact]
    public void Without_names_all_commands_are_described()
    {
        var all = RespTree.Parse(Reply(2, "COMMAND INFO"));
        all.Items.Select(item => item[0].Text).ShouldBe(CommandTable.Commands.Select(spec => spec.FullName));
        Reply(2, "COMMAND INFO").ShouldBe(Reply(2, "COMMAND"));
        RespTree
            .Parse(Reply(3, "COMMAND DOCS"))
            .Pairs.Select(pair => pair.Key)
            .ShouldBe(CommandTable.Commands.Select(spec => spec.FullName));
        RespTree.Parse(Reply(2, "COMMAND COUNT")).Text.ShouldBe(CommandTable.Commands.Count.ToString());
        RespTree.Parse(Reply(2, "COMMAND LIST")).Items.Select(item => item.Text).ShouldBe(CommandTable.All.Select(spec => spec.FullName));
    }

    [Fact]
    public void Commands_can_be_listed_by_category()
    {
        var names = RespTree.Parse(Reply(2, "COMMAND LIST FILTERBY ACLCAT Bitmap")).Items.Select(item => item.Text!);
        names.Order(StringComparer.Ordinal).ShouldBe(["bitcount", "bitfield", "bitfield_ro", "bitop", "bitpos", "getbit", "setbit"]);
    }

    [Fact]
    public void Documentation_of_a_container_holds_that_of_its_subcommands()
    {
        var docs = RespTree.Parse(Reply(3, "COMMAND DOCS OBJECT getset"));

        docs["object"]!["subcommands"]!["object|freq"]!["arguments"]![0]["name"]!.Text.ShouldBe("key");
        docs["getset"]!["doc_flags"]!.ToString().ShouldBe("~[+deprecated]");
        docs["getset"]!["deprecated_since"]!.Text.ShouldBe("6.2.0");
        docs["getset"]!["replaced_by"]!.Text.ShouldNotBeNull();
    }

    private static byte[] Reply(int protocol, string text)
    {
        var request = Request.Of(text.Split(' '));
        using var reply = new RespWriter { Protocol = protocol };
        CommandTable.Find(request, out var spec);
        switch (spec!.FullName)
        {
            case "command":
                CommandReplies.Table(reply);
                break;
            case "command|count":
                CommandReplies.Count(reply);
                break;
            case "command|info":
                CommandReplies.Info(reply, request);
                break;
            case "command|docs":
                CommandReplies.Docs(reply, request);
                break;
            case "command|list":
                CommandReplies.List(reply, request);
                break;
            case "command|getkeys":
                CommandReplies.GetKeys(reply, request);
                break;
            case "command|getkeysandflags":
                CommandReplies.GetKeysAndFlags(reply, request);
                break;
        }

        return reply.WrittenSpan.ToArray();
    }

    /// <summary>The types of a reply without its texts.</summary>
    private static string Shape(RespTree tree)
    {
        var shape = new StringBuilder();
        shape.Append(tree.Type);
        foreach (var item in tree.Items)
            shape.Append(Shape(item));

        return shape.ToString();
    }
}
