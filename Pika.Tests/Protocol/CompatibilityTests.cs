using System.Text;
using System.Text.RegularExpressions;
using Pika.Protocol;
using Pika.Tests.Architecture;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol;

/// <summary>docs/compatibility.md says what is so.</summary>
public sealed partial class CompatibilityTests
{
    private static readonly Dictionary<string, string> Stated = File.ReadLines(Path.Combine(Repository.Root, "docs/compatibility.md"))
        .Select(line => Line().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [Fact]
    public void What_is_absent_is_absent_and_the_rest_is_there()
    {
        foreach (var (name, state) in Stated)
            (CommandTable.Find(Encoding.ASCII.GetBytes(name)) is null).ShouldBe(state == "absent", name);
    }

    [Fact]
    public void Every_command_of_ours_is_named()
    {
        CommandTable.Commands.Select(command => command.Name.ToUpperInvariant()).Except(Stated.Keys).ShouldBeEmpty();
    }

    [RedisFact]
    public void Every_command_of_Redis_is_named()
    {
        using var redis = new RedisServer();
        using var client = redis.Connect();
        var names = client.Ask("COMMAND", "LIST").Items.Select(name => name.Text!).Where(name => !name.Contains('|'));
        names.Select(name => name.ToUpperInvariant()).Except(Stated.Keys).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| `([A-Z_-]+)` \| (same|differs|absent) \|")]
    private static partial Regex Line();
}
