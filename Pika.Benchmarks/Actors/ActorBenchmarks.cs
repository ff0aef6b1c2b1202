using Akka.Actor;
using Akka.Configuration;

namespace Pika.Benchmarks.Actors;

/// <summary>What messages between actors cost: <c>dotnet run -c Release --project Pika.Benchmarks -- actors</c>.</summary>
internal static class ActorBenchmarks
{
    private const string Inline = "akka.actor.inline-dispatcher";

    public static async Task<int> Run()
    {
        using var system = ActorSystem.Create("benchmarks", ConfigurationFactory.ParseString("akka.loglevel = WARNING"));
        Console.WriteLine(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}; messages a second, median and best of rounds; CPU time and allocation per message"
        );
        Measure.Header();
        await Tell(system, "tell: one producer, one actor", dispatcher: "");
        await Tell(system, "tell: one producer, one inline actor", Inline);
        await TellFromTwo(system, "tell: two producers, one actor", dispatcher: "");
        await TellFromTwo(system, "tell: two producers, one inline actor", Inline);
        foreach (var pairs in new[] { 1, 2, 4, 8 })
            await PingPong(system, $"ping-pong: {pairs} pairs, 1000 balls each", pairs, balls: 1000);
        await PingPong(system, "ping-pong: 8 pairs, 1 ball each", pairs: 8, balls: 1);
        await AskInTurn(system, "ask: one caller, one at a time", dispatcher: "", count: 100_000);
        await AskPipelined(system, "ask: one caller, 1000 at a time", dispatcher: "");
        await AskInTurn(system, "ask: one caller, one at a time, inline", Inline, count: 1_000_000);
        await AskInTurn(system, "ask: the same, with a timeout", Inline, count: 1_000_000, TimeSpan.FromSeconds(5));
        await PersistBenchmark.Run();
        await system.Terminate();
        return 0;
    }

    private static async Task Tell(ActorSystem system, string name, string dispatcher)
    {
        const int count = 10_000_000;
        var actor = system.ActorOf(Props.Create(() => new CountingActor()).WithDispatcher(dispatcher));
        await Measure.Throughput(
            name,
            count,
            () =>
            {
                var done = NewDone();
                actor.Tell(new CountingActor.Expect(count, done), ActorRefs.NoSender);
                for (var i = 0; i < count; i++)
                    actor.Tell(CountingActor.Message, ActorRefs.NoSender);
                return done.Task;
            }
        );
    }

    private static async Task TellFromTwo(ActorSystem system, string name, string dispatcher)
    {
        const int count = 10_000_000;
        var actor = system.ActorOf(Props.Create(() => new CountingActor()).WithDispatcher(dispatcher));
        await Measure.Throughput(
            name,
            count,
            () =>
            {
                var done = NewDone();
                actor.Tell(new CountingActor.Expect(count, done), ActorRefs.NoSender);
                Parallel.For(
                    0,
                    2,
                    _ =>
                    {
                        for (var i = 0; i < count / 2; i++)
                            actor.Tell(CountingActor.Message, ActorRefs.NoSender);
                    }
                );
                return done.Task;
            }
        );
    }

    private static async Task PingPong(ActorSystem system, string name, int pairs, int balls)
    {
        const int count = 4_000_000;
        var players = Enumerable.Range(0, 2 * pairs).Select(_ => system.ActorOf(Props.Create(() => new PingPongActor()))).ToArray();
        var perPlayer = count / players.Length;
        await Measure.Throughput(
            name,
            count,
            () =>
            {
                var games = new List<Task>();
                for (var i = 0; i < players.Length; i += 2)
                {
                    var first = NewDone();
                    games.Add(first.Task);

                    // The partner only returns; it never runs out.
                    players[i + 1].Tell(new PingPongActor.Play(players[i], int.MaxValue, Balls: 0, NewDone()), ActorRefs.NoSender);
                    players[i].Tell(new PingPongActor.Play(players[i + 1], perPlayer, balls, first), ActorRefs.NoSender);
                }

                return Task.WhenAll(games);
            }
        );
    }

    private static async Task AskInTurn(ActorSystem system, string name, string dispatcher, int count, TimeSpan? timeout = null)
    {
        var actor = system.ActorOf(Props.Create(() => new EchoActor()).WithDispatcher(dispatcher));
        await Measure.Throughput(
            name,
            count,
            async () =>
            {
                for (var i = 0; i < count; i++)
                    await actor.Ask<object>(CountingActor.Message, timeout);
            }
        );
    }

    private static async Task AskPipelined(ActorSystem system, string name, string dispatcher)
    {
        const int count = 1_000_000;
        const int window = 1_000;
        var actor = system.ActorOf(Props.Create(() => new EchoActor()).WithDispatcher(dispatcher));
        var answers = new Task<object>[window];
        await Measure.Throughput(
            name,
            count,
            async () =>
            {
                for (var i = 0; i < count; i += window)
                {
                    for (var j = 0; j < window; j++)
                        answers[j] = actor.Ask<object>(CountingActor.Message);
                    foreach (var answer in answers)
                        await answer;
                }
            }
        );
    }

    private static TaskCompletionSource NewDone() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
