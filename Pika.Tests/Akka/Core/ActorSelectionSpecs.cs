using Akka.Actor;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class ActorSelectionSpecs : RuntimeSpecs
{
    private async Task<IActorRef> Tree()
    {
        var parent = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { })
                {
                    OnStart = me =>
                    {
                        foreach (var name in new[] { "a1", "a2", "b1" })
                            me.Around.ActorOf(Scripted.Props((child, _) => child.From.Tell(child.Me.Path.Name)), name);
                    },
                }
            ),
            "parent"
        );
        await parent.Ask<ActorIdentity>(new Identify(1), Patience);
        return parent;
    }

    [Theory]
    [InlineData("/user/parent/a1")]
    [InlineData("akka://specs/user/parent/a1")]
    [InlineData("user/parent/b1/../a1")]
    public async Task A_path_leads_to_its_actor(string path)
    {
        await Tree();

        (await System.ActorSelection(path).Ask<string>("who?", Patience)).ShouldBe("a1");
        (await System.ActorSelection(path).ResolveOne(Patience)).Path.Name.ShouldBe("a1");
    }

    [Fact]
    public async Task A_pattern_leads_to_all_that_fit()
    {
        await Tree();
        var collector = NewCollector();
        System.ActorSelection("/user/parent/a?").Tell("who?", collector.Ref);
        System.ActorSelection("/user/par*/*").Tell("who?", collector.Ref);

        (await collector.Take(5)).Order().ShouldBe(["a1", "a1", "a2", "a2", "b1"]);
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_resolves_to_an_error_and_makes_dead_letters()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        await Should.ThrowAsync<ActorNotFoundException>(() => System.ActorSelection("/user/nobody").ResolveOne(Patience));
        System.ActorSelection("/user/nobody").Tell("x", ActorRefs.NoSender);

        (await collector.Next<DeadLetter>()).Message.ShouldBe("x");
    }

    [Fact]
    public async Task Relative_paths_begin_at_the_actor()
    {
        var collector = NewCollector();
        await Tree();
        System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { }) { OnStart = me => me.Around.ActorSelection("../parent/a2").Tell("who?", collector.Ref) }
            )
        );

        (await collector.Next()).ShouldBe("a2");
    }
}
