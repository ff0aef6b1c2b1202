using Pika.Actors.Configuration;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Actors.Configuration;

public sealed class KeyspaceEventsTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("A", "A", "A")]
    [InlineData("KEA", "AKE", "AKE")]
    [InlineData("K$", "$K", "$K")]
    [InlineData("lshzxetdnmKE", "lshzxetdnKEm", "lshzxetdnKEm")]
    [InlineData("AKEmn", "AKEm", "AKEmn")]
    [InlineData("g$lshzxetd", "A", "A")]
    [InlineData("EK$g", "g$KE", "g$KE")]
    public void Letters_are_shown_as_Redis_shows_them_and_written_so_that_they_are_read_again(string letters, string shown, string written)
    {
        KeyspaceEvents.TryParse(letters, out var events).ShouldBeTrue();
        events.ToString().ShouldBe(shown);
        events.ToLetters().ShouldBe(written);
        KeyspaceEvents.TryParse(written, out var again).ShouldBeTrue();
        again.ShouldBe(events);
    }

    [Fact]
    public void Other_letters_are_refused()
    {
        KeyspaceEvents.TryParse("Kq", out _).ShouldBeFalse();
        KeyspaceEvents.TryParse("K ", out _).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_sent_without_one_of_the_channels()
    {
        KeyspaceEvents.TryParse("A", out var none).ShouldBeTrue();
        none.Sent.ShouldBe(NotifyEvent.None);
        KeyspaceEvents.TryParse("EA", out var all).ShouldBeTrue();
        all.Sent.HasFlag(NotifyEvent.Expired).ShouldBeTrue();
        all.Sent.HasFlag(NotifyEvent.New).ShouldBeFalse();
    }
}
