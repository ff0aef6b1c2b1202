namespace Pika.Tests.Actors.Support;

/// <summary>A client that has sent a command which blocks.</summary>
internal sealed class Waiter
{
    private Waiter(TestClient client, Task<string> reply) => (Client, Reply) = (client, reply);

    public TestClient Client { get; }

    /// <summary>What it gets at last.</summary>
    public Task<string> Reply { get; }

    /// <summary>Connects a client, sends the command, its words parted by blanks, and waits until it is blocked.</summary>
    public static async Task<Waiter> Begin(TestNode node, string command, int protocol = 2)
    {
        var before = node.Node.Blocked.Count;
        var client = node.Connect(protocol);
        var reply = client.Ask(command.Split(' '));
        await Eventually.True(() => reply.IsCompleted || node.Node.Blocked.Count > before);
        reply.IsCompleted.ShouldBeFalse("it did not block");
        return new Waiter(client, reply);
    }

    /// <summary>Still nothing, after all that the test has done so far.</summary>
    public void ShouldWait() => Reply.IsCompleted.ShouldBeFalse("it was answered");
}
