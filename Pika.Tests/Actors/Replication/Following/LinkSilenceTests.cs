using Pika.Actors.Replication.Following;

namespace Pika.Tests.Actors.Replication.Following;

public sealed class LinkSilenceTests
{
    [Fact]
    public void Only_silence_in_one_piece_counts()
    {
        var silence = new LinkSilence();
        for (var i = 0; i < 3; i++)
        {
            silence.Tick(timeout: 2).ShouldBeFalse();
            silence.Tick(timeout: 2).ShouldBeFalse();
            silence.Heard();
        }

        silence.Tick(timeout: 2).ShouldBeFalse();
        silence.Tick(timeout: 2).ShouldBeFalse();
        silence.Tick(timeout: 2).ShouldBeTrue();
    }
}
