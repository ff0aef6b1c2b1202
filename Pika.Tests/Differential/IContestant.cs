using System.Text;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>The server that is compared with Redis: a node in this process, or a process of its own.</summary>
internal interface IContestant
{
    /// <summary>Sends a pipeline of <paramref name="count"/> commands and returns their replies as they stand on the wire.</summary>
    Task<string[]> ExchangeAsync(byte[] pipeline, int count);
}

/// <summary>A node in this process.</summary>
internal sealed class NodeContestant(TestClient client) : IContestant
{
    public async Task<string[]> ExchangeAsync(byte[] pipeline, int count)
    {
        var replies = Encoding.Latin1.GetBytes(await client.SendAsync(pipeline));
        var split = new string[count];
        for (int i = 0, at = 0; i < count; i++)
        {
            var complete = RespTree.TryParse(replies.AsSpan(at), out _, out var length);
            split[i] = complete ? Encoding.Latin1.GetString(replies, at, length) : "(no reply)";
            at += complete ? length : 0;
        }

        return split;
    }
}

/// <summary>A server at the other end of a socket.</summary>
internal sealed class WireContestant(RedisConnection connection) : IContestant
{
    public Task<string[]> ExchangeAsync(byte[] pipeline, int count) =>
        Task.FromResult(connection.Exchange(pipeline, count).Select(Encoding.Latin1.GetString).ToArray());
}
