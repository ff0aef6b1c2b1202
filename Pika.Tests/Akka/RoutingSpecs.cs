using Akka.Actor;
using Akka.Routing;

namespace Pika.Tests.Akka;

public sealed class RoutingSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_round_robin_pool_takes_its_routees_in_turn()
    {
        var router = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(3)));

        for (var i = 0; i < 9; i++)
            router.Tell(i);

        var by = ReceiveN(9).Cast<string>().GroupBy(answer => answer.Split(' ')[0]).ToList();
        by.Count.ShouldBe(3);
        by.ShouldAllBe(routee => routee.Count() == 3);
    }

    [Fact]
    public void A_message_sent_right_after_the_router_was_made_is_not_lost()
    {
        for (var i = 0; i < 50; i++)
        {
            ActorOf(Routee.Props.WithRouter(new RoundRobinPool(2))).Tell(i);
            ExpectMsg<string>(answer => answer.EndsWith($" {i}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_round_robin_group_takes_existing_actors_in_turn()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        var router = ActorOf(new RoundRobinGroup(a.Path.ToStringWithoutAddress(), b.Path.ToStringWithoutAddress()).Props());

        foreach (var i in Enumerable.Range(1, 4))
            router.Tell(i);

        a.ReceiveN(2).ShouldBe([1, 3]);
        b.ReceiveN(2).ShouldBe([2, 4]);
        a.LastSender.ShouldBe(TestActor);
    }

    [Fact]
    public void A_broadcast_reaches_every_routee()
    {
        var router = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(3)));
        router.Tell(new Broadcast("hello"));
        ReceiveN(3).Distinct().Count().ShouldBe(3);

        var all = ActorOf(Routee.Props.WithRouter(new BroadcastPool(2)));
        all.Tell("hello");
        ReceiveN(2).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Messages_with_the_same_key_go_to_the_same_routee()
    {
        var router = ActorOf(Routee.Props.WithRouter(new ConsistentHashingPool(5)));
        var owners = new Dictionary<string, string>();

        for (var i = 0; i < 200; i++)
        {
            var key = $"key{i % 50}";
            router.Tell(new ConsistentHashableEnvelope(i, key));
            var owner = ExpectMsg<string>().Split(' ')[0];
            owners.TryAdd(key, owner);
            owners[key].ShouldBe(owner);
        }
        owners.Values.Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void Keys_come_from_the_mapping_or_from_the_message()
    {
        var router = ActorOf(Routee.Props.WithRouter(new ConsistentHashingPool(3).WithHashMapping(m => m is string s ? s[..1] : null)));

        router.Tell("a1");
        router.Tell("a2");
        router.Tell(new Keyed("a"));
        ReceiveN(3).Select(answer => ((string)answer).Split(' ')[0]).Distinct().Count().ShouldBe(1);

        EventFilter.Warning(contains: "must be handled by hashMapping").ExpectOne(() => router.Tell(42));
    }

    [Fact]
    public void A_ring_moves_few_keys_when_a_node_is_added()
    {
        var ring = ConsistentHash.Create(["a", "b", "c", "d"], 100);
        var keys = Enumerable.Range(0, 1000).Select(i => $"key{i}").ToList();

        var moved = keys.Where(key => ring.NodeFor(key) != ring.Add("e").NodeFor(key)).ToList();

        moved.ShouldAllBe(key => ring.Add("e").NodeFor(key) == "e");
        moved.Count.ShouldBeInRange(100, 320);
        keys.ShouldAllBe(key => ring.Add("e").Remove("e").NodeFor(key) == ring.NodeFor(key));
    }

    [Fact]
    public void Routees_can_be_listed_added_and_removed()
    {
        var probe = CreateTestProbe();
        var router = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(2)));

        RouteesOf(router).Count.ShouldBe(2);
        router.Tell(new AdjustPoolSize(2));
        RouteesOf(router).Count.ShouldBe(4);
        router.Tell(new AddRoutee(new ActorRefRoutee(probe.Ref)));
        RouteesOf(router).Count.ShouldBe(5);
        router.Tell(new RemoveRoutee(new ActorRefRoutee(probe.Ref)));
        router.Tell(new AdjustPoolSize(-3));
        RouteesOf(router).Count.ShouldBe(1);
    }

    [Fact]
    public void A_pool_ends_with_its_last_routee_and_its_routees_with_it()
    {
        var router = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(2)));
        Watch(router);
        router.Tell(new Broadcast(PoisonPill.Instance));
        ExpectTerminated(router);

        var other = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(1)));
        var routee = ((ActorRefRoutee)RouteesOf(other).Single()).Actor;
        Watch(routee);
        Sys.Stop(other);
        ExpectTerminated(routee);
    }

    [Fact]
    public void A_failing_routee_is_supervised_as_the_pool_says()
    {
        var strategy = new OneForOneStrategy(_ => Directive.Restart);
        var router = ActorOf(Routee.Props.WithRouter(new RoundRobinPool(1).WithSupervisorStrategy(strategy)));
        var before = RouteesOf(router).Single();

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => router.Tell("fail"));
        router.Tell("again");

        ExpectMsg<string>(answer => answer.EndsWith(" again", StringComparison.Ordinal));
        RouteesOf(router).Single().ShouldBe(before);
    }

    private List<global::Akka.Routing.Routee> RouteesOf(IActorRef router)
    {
        router.Tell(GetRoutees.Instance);
        return ExpectMsg<Routees>().Members.ToList();
    }

    private sealed class Keyed(string key) : IConsistentHashable
    {
        public object ConsistentHashKey => key;
    }

    private sealed class Routee : ReceiveActor
    {
        public Routee() => ReceiveAny(m => Sender.Tell(m is "fail" ? throw new InvalidOperationException() : $"{Self.Path.Name} {m}"));

        public static Props Props { get; } = Props.Create<Routee>();
    }
}
