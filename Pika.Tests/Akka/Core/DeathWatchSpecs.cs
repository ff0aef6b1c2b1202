using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

public sealed class DeathWatchSpecs : RuntimeSpecs
{
    private sealed record Gone(int Number);

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Terminated_is_never_lost_however_stop_and_watch_race(string dispatcher)
    {
        const int actors = 300;
        var collector = NewCollector();
        var watcher = Spawn(
            (me, message) =>
            {
                if (message is IActorRef subject)
                    me.Around.Watch(subject);
                else
                    collector.Ref.Tell(((Terminated)message).ActorRef);
            },
            dispatcher
        );
        var subjects = new HashSet<IActorRef>();
        for (var i = 0; i < actors; i++)
        {
            var subject = Spawn((_, _) => { }, dispatcher == "pinned" ? "" : dispatcher);
            subjects.Add(subject);
            var stop = Task.Run(() => System.Stop(subject));
            watcher.Tell(subject);
            await stop;
        }

        (await collector.Take(actors)).ShouldBe(subjects, ignoreOrder: true);
    }

    [Fact]
    public async Task The_end_of_an_actor_that_is_gone_already_is_told_at_once()
    {
        var collector = NewCollector();
        var subject = Spawn((_, _) => { });
        await subject.GracefulEnd(System);
        Spawn(
                (me, message) =>
                {
                    if (message is IActorRef target)
                        me.Around.Watch(target);
                    else
                        collector.Ref.Tell(((Terminated)message).ActorRef);
                }
            )
            .Tell(subject);

        (await collector.Next()).ShouldBe(subject);
    }

    [Fact]
    public async Task WatchWith_brings_a_message_of_ones_own()
    {
        var collector = NewCollector();
        var subject = Spawn((_, _) => { });
        var watcher = Spawn(
            (me, message) =>
            {
                if (message is IActorRef target)
                    me.Around.WatchWith(target, new Gone(7));
                else
                    collector.Ref.Tell(message);
            }
        );
        watcher.Tell(subject);
        watcher.Tell("watching");
        await collector.Next();
        System.Stop(subject);

        (await collector.Next()).ShouldBe(new Gone(7));
    }

    [Fact]
    public async Task Watching_again_with_another_message_is_a_mistake()
    {
        var subject = Spawn((_, _) => { });
        var watcher = Spawn(
            (me, _) =>
            {
                me.Around.WatchWith(subject, new Gone(1));
                me.Around.WatchWith(subject, new Gone(1));
                try
                {
                    me.Around.Watch(subject);
                    me.From.Tell("allowed");
                }
                catch (InvalidOperationException)
                {
                    me.From.Tell("refused");
                }
            }
        );

        (await watcher.Ask<string>("go", Patience)).ShouldBe("refused");
    }

    [Fact]
    public async Task After_Unwatch_nothing_comes_even_if_it_was_in_the_mailbox()
    {
        var collector = NewCollector();
        var subject = Spawn((_, _) => { });
        var watcher = Spawn(
            (me, message) =>
            {
                switch (message)
                {
                    case "watch":
                        me.Around.Watch(subject);
                        break;
                    case "stop and unwatch":
                        subject.GracefulEnd(System).Wait(Patience).ShouldBeTrue();
                        me.Around.Unwatch(subject);
                        break;
                    default:
                        collector.Ref.Tell(message);
                        break;
                }
            }
        );
        watcher.Tell("watch");
        watcher.Tell("stop and unwatch");
        watcher.Tell("marker");
        watcher.Tell("marker 2");

        (await collector.Take(2)).ShouldBe(["marker", "marker 2"]);
    }

    [Fact]
    public async Task Who_does_not_handle_Terminated_dies_as_well()
    {
        var collector = NewCollector();
        var subject = Spawn((_, _) => { });
        var watcher = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((me, message) => me.NotMine(message))
                {
                    OnStart = me => me.Around.Watch(subject),
                    OnStop = _ => collector.Ref.Tell("watcher stopped"),
                }
            )
        );
        await watcher.Ask<ActorIdentity>(new Identify(1), Patience);
        System.Stop(subject);

        (await collector.Next()).ShouldBe("watcher stopped");
    }

    [Fact]
    public async Task A_parent_ends_after_its_children()
    {
        var collector = NewCollector();
        var parent = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { })
                {
                    OnStart = me =>
                    {
                        for (var i = 0; i < 3; i++)
                            me.Around.ActorOf(
                                Scripted.Props(() => new Scripted((_, _) => { }) { OnStop = _ => collector.Ref.Tell("child") })
                            );
                    },
                    OnStop = _ => collector.Ref.Tell("parent"),
                }
            )
        );
        parent.Tell(PoisonPill.Instance);

        (await collector.Take(4)).ShouldBe(["child", "child", "child", "parent"]);
    }

    [Fact]
    public async Task The_name_of_an_actor_is_free_again_once_its_end_is_known()
    {
        for (var i = 0; i < 50; i++)
        {
            var actor = System.ActorOf(Scripted.Props((_, _) => { }), "phoenix");
            Should.Throw<InvalidActorNameException>(() => System.ActorOf(Scripted.Props((_, _) => { }), "phoenix"));
            await actor.GracefulEnd(System);
            await WaitFor.True(() => ((ExtendedActorSystem)System).Guardian.GetChild(["phoenix"]).IsNobody());
        }
    }
}
