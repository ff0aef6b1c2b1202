using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

public sealed class PropsTests : RuntimeSpecs
{
    public sealed class Named(string name, int number) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{name} {number}");
    }

    public sealed class Plain : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("plain");
    }

    [Fact]
    public async Task Every_way_to_write_them_makes_the_actor()
    {
        var local = "x";
        foreach (
            var (props, answer) in new[]
            {
                (Props.Create(() => new Named(local, 1 + local.Length)), "x 2"),
                (Props.Create(typeof(Named), "y", 3), "y 3"),
                (Props.Create<Named>("z", 4), "z 4"),
                (Props.Create<Plain>(), "plain"),
                (Props.Create(() => new Plain()), "plain"),
            }
        )
            (await System.ActorOf(props).Ask<string>("?", Patience)).ShouldBe(answer);
    }

    [Fact]
    public void Only_a_constructor_call_will_do()
    {
        Func<Plain> make = () => null!;

        Should.Throw<ArgumentException>(() => Props.Create(() => make()));
    }

    [Fact]
    public void The_arguments_are_evaluated_once_when_the_props_are_made()
    {
        var evaluated = 0;
        Func<int> next = () => ++evaluated;
        var props = Props.Create(() => new Named("x", next()));
        props.Arguments.ShouldBe(["x", 1]);
        evaluated.ShouldBe(1);
    }

    [Fact]
    public void The_With_methods_leave_the_original_alone()
    {
        var props = Props.Create<Plain>();
        var changed = props.WithDispatcher("d").WithMailbox("m").WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy);

        (changed.Dispatcher, changed.Mailbox).ShouldBe(("d", "m"));
        changed.SupervisorStrategy.ShouldBe(SupervisorStrategy.StoppingStrategy);
        props.Dispatcher.ShouldBeEmpty();
    }
}
