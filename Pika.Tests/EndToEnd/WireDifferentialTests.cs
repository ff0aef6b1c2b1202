using System.Net;
using System.Net.Sockets;
using Pika.Tests.Differential;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// Random commands of all groups over the wire get the same replies from the built server as from Redis; then the server is killed and started again, and holds
/// the same data. <c>./build.sh differential 5000000</c> makes it long; a failure prints its seed, which PIKA_SEED repeats.
/// </summary>
public sealed class WireDifferentialTests
{
    /// <summary>Commands between one kill and the next.</summary>
    private const int GameCommands = 20_000;

    private static readonly int Commands = FromEnvironment("PIKA_WIRE_COMMANDS") ?? 2 * GameCommands;

    private readonly int _seed = TestSeed.Current;

    [RedisFact]
    public async Task All_groups_are_answered_alike_and_outlive_a_kill()
    {
        using var folder = new TemporaryFolder();
        using var redis = new RedisServer();
        var server = await PikaProcess.Start(folder.Path);
        try
        {
            for (var game = 0; game * GameCommands < Commands; game++)
            {
                await Play(redis, server, _seed + game, protocol: 2 + (game % 2));
                var before = Holds(server);
                await server.Kill();
                await server.DisposeAsync();
                server = await server.Restart();
                Holds(server).ShouldBe(before, $"seed {_seed + game}, after the kill");
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task Play(RedisServer redis, PikaProcess server, int seed, int protocol)
    {
        using var connection = Connect(server);
        connection.Ask("HELLO", $"{protocol}");
        var contest = new Contest(redis, new WireContestant(connection), protocol);
        try
        {
            (await contest.PlayAsync(seed, GameCommands, Grammars.All())).ShouldBeNull();
        }
        catch (IOException lost)
        {
            throw new InvalidOperationException(
                $"seed {seed}, RESP{protocol}: the connection was lost. The server printed:\n{server.Output}",
                lost
            );
        }
    }

    private static string Holds(PikaProcess server)
    {
        using var connection = Connect(server);
        var sizes = Enumerable
            .Range(0, 16)
            .Select(database =>
            {
                connection.Ask("SELECT", $"{database}");
                return connection.Ask("DBSIZE").Text;
            });
        return $"{connection.Ask("DEBUG", "DIGEST").Text} {string.Join(' ', sizes)}";
    }

    private static RedisConnection Connect(PikaProcess server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, server.Port);
        return new RedisConnection(socket);
    }

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}
