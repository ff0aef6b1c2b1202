using Pika.Actors.Information;

namespace Pika.Tests.Actors.Information;

public sealed class InfoTextTests
{
    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1.00K")]
    [InlineData(941_280, "919.22K")]
    [InlineData(5L << 30, "5.00G")]
    public void Sizes_are_shown_to_people_as_in_Redis(long bytes, string text) => InfoText.Human(bytes).ShouldBe(text);
}
