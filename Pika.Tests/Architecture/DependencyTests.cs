using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pika.Tests.Architecture;

/// <summary>The arrows between projects go one way: Host -> Actors -> Storage, and Host and Actors -> Protocol.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Pika.Protocol", "")]
    [InlineData("Pika.Storage", "")]
    [InlineData("Pika.Akka", "")]
    [InlineData("Pika.Akka.TestKit", "Pika.Akka")]
    [InlineData("Pika.Actors", "Pika.Protocol Pika.Storage Pika.Akka")]
    [InlineData("Pika.Host", "Pika.Actors Pika.Protocol Pika.Storage")]
    [InlineData("Pika.Benchmarks", "Pika.Host Pika.Actors Pika.Protocol Pika.Storage Pika.Akka")]
    public void A_project_references_only_what_is_below_it(string project, string allowed)
    {
        var references = XDocument
            .Parse(Repository.Read($"{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include")));

        references.ShouldBeSubsetOf(allowed.Split(' '));
    }

    [Theory]
    [InlineData("Pika.Protocol", "Pika.Storage Pika.Actors Pika.Host Akka")]
    [InlineData("Pika.Storage", "Pika.Protocol Pika.Actors Pika.Host Akka")]
    [InlineData("Pika.Actors", "Pika.Host")]
    [InlineData("Pika.Akka", "Pika")]
    [InlineData("Pika.Host", "Akka.TestKit")]
    public void A_project_does_not_name_what_is_above_or_beside_it(string project, string forbidden)
    {
        var failures =
            from path in Repository.Sources(project)
            from name in forbidden.Split(' ')
            where Regex.IsMatch(Repository.Read(path), $@"^\s*(global )?using (static )?{Regex.Escape(name)}[.;]", RegexOptions.Multiline)
            select $"{path} uses {name}";

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Only_tests_use_the_TestKit()
    {
        var users =
            from file in Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            where File.ReadAllText(file).Contains("TestKit.csproj", StringComparison.Ordinal)
            select Path.GetFileNameWithoutExtension(file);

        users.ShouldBe(["Pika.Tests"]);
    }
}
