using System.Reflection;
using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class DirectivesTests
{
    [Fact]
    public void Names_are_unique_lower_case_and_documented()
    {
        var names = Directives.All.SelectMany(directive => directive.Names).ToList();

        names.ShouldBeUnique();
        names.ShouldAllBe(name => name == name.ToLowerInvariant() && !name.Contains(' '));
        Directives.All.ShouldAllBe(directive => directive.Doc.EndsWith('.'));
    }

    [Fact]
    public void Every_default_is_acceptable_and_reads_back()
    {
        foreach (var directive in Directives.All)
        {
            var config = new ServerConfig();
            var value = directive.Parse(directive.Write(config));

            value.Error.ShouldBeNull(directive.Name);
            value.Apply!(config);
            directive.Read(config).ShouldBe(directive.Default, directive.Name);
        }
    }

    [Fact]
    public void Every_setting_has_a_directive()
    {
        var setters = typeof(ServerConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var rows = Directives.All.Count(directive => directive is not FixedDirective && directive.SameAs is null);

        rows.ShouldBe(setters.Length);
    }

    [Theory]
    [InlineData("slave-priority", "replica-priority")]
    [InlineData("SLAVE-READ-ONLY", "replica-read-only")]
    [InlineData("expire-logs-nums", "binlog-retention-files")]
    public void Older_names_find_the_same_directive(string alias, string name) => Directives.Find(alias)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("bind", "example.org")]
    [InlineData("binlog-file-size", "3gb")]
    [InlineData("binlog-file-size", "1000")]
    [InlineData("maxmemory", "100mb")]
    [InlineData("appendonly", "no")]
    [InlineData("save", "900 1")]
    [InlineData("replica-read-only", "no")]
    public void Values_that_could_have_no_effect_are_refused(string name, string value) =>
        Directives.Find(name)!.ParseText(value).Error.ShouldNotBeNullOrEmpty();
}
