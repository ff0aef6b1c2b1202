using Pika.Tests.EndToEnd.Replication;
using Pika.Tests.Simulated.Stories;

namespace Pika.Tests.EndToEnd.Stories;

/// <summary>The stories of Pika.Tests/Scenarios, on simulated machines under several seeds, and on processes of the built server.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class StoryTests
{
    private const int Seeds = 10;

    public static TheoryData<string> Stories =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.txt")
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order(StringComparer.Ordinal),
        ];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Goes_as_it_is_told_in_the_simulator(string story)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            await using var stage = new SimulatedStage(seed);
            try
            {
                await Story.PlayAsync(Path.Combine(Folder, story + ".txt"), stage);
            }
            catch (StoryException failure)
            {
                throw new StoryException($"{failure.Message} (seed {seed})\n{stage.History}", failure);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Goes_as_it_is_told_with_processes(string story)
    {
        await using var stage = new ProcessStage();
        try
        {
            await Story.PlayAsync(Path.Combine(Folder, story + ".txt"), stage);
        }
        catch (StoryException failure)
        {
            throw new StoryException($"{failure.Message}\n{stage.Output}", failure);
        }
    }
}
