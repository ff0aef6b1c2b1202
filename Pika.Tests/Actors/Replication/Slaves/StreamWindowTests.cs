using Pika.Actors.Replication.Slaves;

namespace Pika.Tests.Actors.Replication.Slaves;

public sealed class StreamWindowTests
{
    [Fact]
    public void Closes_when_as_much_is_under_way_as_may_be_and_opens_with_what_is_applied()
    {
        var window = new StreamWindow();
        window.Sent(10, (int)StreamWindow.MaxBytes - 1);
        window.IsOpen.ShouldBeTrue();
        window.Sent(11, 1);
        window.IsOpen.ShouldBeFalse();

        window.Applied(9);
        window.IsOpen.ShouldBeFalse("a part of a frame frees nothing");
        window.Applied(10);
        window.IsOpen.ShouldBeTrue();
        window.Bytes.ShouldBe(1);
    }

    [Fact]
    public void Lets_one_frame_of_any_size_through()
    {
        var window = new StreamWindow();
        window.Sent(1, int.MaxValue);
        window.IsOpen.ShouldBeFalse();
        window.Applied(1);
        (window.IsOpen, window.Bytes).ShouldBe((true, 0L));
    }

    [Fact]
    public void Acknowledgements_may_come_late_twice_and_from_far_ahead()
    {
        var window = new StreamWindow();
        window.Sent(5, 100);
        window.Applied(50);
        window.Applied(4);
        window.Applied(50);
        window.Bytes.ShouldBe(0);
    }
}
