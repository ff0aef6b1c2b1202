using System.Text;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Commands;

public sealed class CommandTableTests
{
    /// <summary>Newer than Redis 7.0, which the other rows are compared with, or Pika's.</summary>
    private static readonly string[] Newer =
    [
        "client|setinfo",
        "client|no-touch",
        "compact",
        "compactrange",
        "delbackup",
        "delvx",
        "hscanx",
        "pkdigest",
        "pkdigest|at",
        "pkdigest|drop",
        "pkdigest|help",
        "pkdigest|keys",
        "pkdigest|slots",
        "pkdigest|status",
        "pkhrscanrange",
        "pkhscanrange",
        "pkpatternmatchdel",
        "pkrscanrange",
        "pkscanrange",
        "pksetexat",
        "pksync",
        "purgelogsto",
        "scanx",
        "waitaof",
        // Takes Pika's FORCE.
        "slaveof",
    ];

    [Theory]
    [InlineData("get", "get")]
    [InlineData("GET", "get")]
    [InlineData("GeTrAnGe", "getrange")]
    [InlineData("PExpireTime", "pexpiretime")]
    [InlineData("bitfield_ro", "bitfield_ro")]
    public void A_command_is_found_in_any_case(string name, string expected)
    {
        CommandTable.Find(Encoding.ASCII.GetBytes(name))?.FullName.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("g")]
    [InlineData("getx")]
    [InlineData("ge\u0014")]
    [InlineData("bitfield\u007fro")]
    [InlineData("client|kill")]
    [InlineData("@ET")]
    [InlineData("g\u00c5t")]
    [InlineData("[et")]
    [InlineData("geto")]
    [InlineData("pexpiretim")]
    [InlineData("pexpiretimf")]
    [InlineData("getkeysandflags")]
    [InlineData("averyveryverylongnamethatnocommandhas")]
    public void Anything_else_is_not_found(string name)
    {
        CommandTable.Find(Encoding.Latin1.GetBytes(name)).ShouldBeNull();
    }

    [Fact]
    public void Every_command_and_subcommand_is_found_under_its_own_name_and_index()
    {
        for (var i = 0; i < CommandTable.All.Count; i++)
        {
            var spec = CommandTable.All[i];
            spec.Index.ShouldBe(i);
            CommandTable.Get(spec.FullName).ShouldBeSameAs(spec);
            var found = spec.Container is { } container
                ? container.FindSubcommand(Encoding.ASCII.GetBytes(spec.Name.ToUpperInvariant()))
                : CommandTable.Find(Encoding.ASCII.GetBytes(spec.Name.ToUpperInvariant()));
            found.ShouldBeSameAs(spec);
        }
    }

    [Fact]
    public void Containers_resolve_their_subcommands()
    {
        CommandTable.Find(Request.Of("CLIENT", "KILL", "x"), out var spec).ShouldBe(CommandLookup.Found);
        spec!.FullName.ShouldBe("client|kill");

        CommandTable.Find(Request.Of("client", "nosuch"), out spec).ShouldBe(CommandLookup.UnknownSubcommand);
        spec!.FullName.ShouldBe("client");

        CommandTable.Find(Request.Of("client"), out spec).ShouldBe(CommandLookup.Found);
        spec!.Accepts(1).ShouldBeFalse();

        CommandTable.Find(Request.Of("nosuch", "client"), out spec).ShouldBe(CommandLookup.UnknownCommand);
        spec.ShouldBeNull();
    }

    [Fact]
    public void A_name_with_any_other_byte_in_it_is_another_name()
    {
        foreach (var spec in CommandTable.Commands)
        {
            for (var position = 0; position < spec.Name.Length; position++)
            {
                for (var value = 0; value < 256; value++)
                {
                    var name = Encoding.ASCII.GetBytes(spec.Name);
                    name[position] = (byte)value;
                    var expected = CommandTable.Commands.FirstOrDefault(other => Ascii.EqualsIgnoreCase(name, other.Name));
                    CommandTable.Find(name).ShouldBeSameAs(expected);
                }
            }
        }
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var request = Request.Of("OBJECT", "ENCODING", "a");
        CommandTable.Find(request, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            CommandTable.Find(request, out _);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Commands_run_where_their_flags_say_unless_they_are_slow()
    {
        CommandTable.Get("get").Execution.ShouldBe(Execution.Read);
        CommandTable.Get("set").Execution.ShouldBe(Execution.Write);
        CommandTable.Get("keys").Execution.ShouldBe(Execution.SlowRead);
        CommandTable.Get("client|kill").Execution.ShouldBe(Execution.Connection);
    }

    [RedisFact]
    public void Rows_are_those_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        redis.Ask("HELLO", "3");
        foreach (var spec in CommandTable.All.Where(spec => !Newer.Contains(spec.FullName)))
        {
            var theirs = redis.Ask("COMMAND", "INFO", spec.FullName)[0];
            var ours = Info(spec.FullName)[0];
            for (var field = 0; field < 9; field++)
                WithoutNotes(ours[field]).ToString().ShouldBe(WithoutNotes(theirs[field]).ToString(), $"{spec.FullName}, field {field}");
        }
    }

    [RedisFact]
    public void Documentation_has_the_facts_of_Redis()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        redis.Ask("HELLO", "3");
        var different = new List<string>();
        foreach (var spec in CommandTable.All.Where(spec => !Newer.Contains(spec.FullName)))
        {
            var theirs = Facts(redis.Ask("COMMAND", "DOCS", spec.FullName));
            var ours = Facts(Docs(spec.FullName));
            if (ours != theirs)
                different.Add($"ours: {ours}\ntheirs: {theirs}");
        }

        different.ShouldBeEmpty();
    }

    [Fact]
    public void A_summary_is_a_sentence()
    {
        foreach (var spec in CommandTable.All)
            spec.Summary.ShouldMatch(@"^[A-Z][^\r\n]{5,}\.$", spec.FullName);
    }

    private static RespTree Info(string name)
    {
        using var reply = new RespWriter { Protocol = 3 };
        CommandReplies.Info(reply, Request.Of("COMMAND", "INFO", name));
        return RespTree.Parse(reply.WrittenSpan);
    }

    private static RespTree Docs(string name)
    {
        using var reply = new RespWriter { Protocol = 3 };
        CommandReplies.Docs(reply, Request.Of("COMMAND", "DOCS", name));
        return RespTree.Parse(reply.WrittenSpan);
    }

    /// <summary>Notes are in our own words.</summary>
    private static RespTree WithoutNotes(RespTree tree) =>
        tree with
        {
            Items =
            [
                .. (
                    tree.Type == '%'
                        ? tree
                            .Pairs.Where(pair => pair.Key != "notes")
                            .SelectMany(pair => new[] { new RespTree('$', pair.Key, []), pair.Value })
                        : tree.Items
                ).Select(WithoutNotes),
            ],
        };

    /// <summary>What is not prose: of the history only the versions.</summary>
    private static string Facts(RespTree docs)
    {
        var (name, fields) = docs.Pairs.Single();
        var facts = new StringBuilder(name);
        foreach (
            var (key, value) in fields.Pairs.Where(pair => pair.Key is not ("summary" or "complexity" or "subcommands" or "replaced_by"))
        )
            facts.Append($"\n{key}: {(key == "history" ? string.Join(' ', value.Items.Select(item => item[0].Text)) : value)}");

        return facts.ToString();
    }
}
