namespace Pika.Tests.EndToEnd;

/// <summary>The commands themselves, by comparison with a real Redis: the same bytes in, the same bytes out, the same digest.</summary>
[Collection(Servers.Collection)]
public sealed class DifferentialTests(Servers servers)
{
    public static TheoryData<string> Scripts()
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal))
            names.Add(Path.GetFileNameWithoutExtension(path));
        return names;
    }

    private static string Folder => Path.Combine(Architecture.Repository.Root, "Pika.Tests/EndToEnd/Commands");

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_of_commands_is_answered_alike(string name)
    {
        var commands = File.ReadLines(Path.Combine(Folder, name + ".txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(Words.Split);

        (await Differential.Compare(servers, commands)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    public async Task Random_commands_are_answered_alike(int seed)
    {
        var random = new RandomCommands(seed);

        (await Differential.Compare(servers, Enumerable.Range(0, 4000).Select(_ => random.Next()))).ShouldBeEmpty($"seed {seed}");
    }
}
