using System.Threading.Channels;
using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

/// <summary>An actor that keeps what it is told for the spec to look at, in order.</summary>
public sealed class Collector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<object> _received = Channel.CreateBounded<object>(1_000_000);

    public Collector(ActorSystem system) =>
        Ref = system.ActorOf(Scripted.Props((_, message) => _received.Writer.TryWrite(message).ShouldBeTrue()));

    public IActorRef Ref { get; }

    /// <summary>The next message; fails if none comes.</summary>
    public async Task<object> Next() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<T> Next<T>() => (await Next()).ShouldBeOfType<T>();

    public async Task<object[]> Take(int count)
    {
        var messages = new object[count];
        for (var i = 0; i < count; i++)
            messages[i] = await Next();
        return messages;
    }

    /// <summary>What has come so far, for specs that run in one thread.</summary>
    public object[] Drain()
    {
        var messages = new List<object>();
        while (_received.Reader.TryRead(out var message))
            messages.Add(message);
        return [.. messages];
    }
}
