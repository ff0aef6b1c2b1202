using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Actors.PubSub;
using Pika.Storage.Keyspace;
using Database = Pika.Actors.Databases.Database;

namespace Pika.Tests.Actors.Clients;

public sealed class ClientSweepTests
{
    private const long Start = 1_000_000;

    private readonly ServerConfig _config = new() { Timeout = 10 };
    private readonly Client _client = new(1, "a:1", "b:2", new Database(0, new Generation(1, 1)), Start, () => { });

    [Fact]
    public void An_idle_client_is_cut_after_the_timeout()
    {
        ClientSweep.ReasonToCut(_client, _config, Start + 10_000).ShouldBeNull();
        ClientSweep.ReasonToCut(_client, _config, Start + 10_001).ShouldBe("it is idle for longer than timeout");
    }

    [Fact]
    public void Without_a_timeout_nobody_is_idle()
    {
        _config.Timeout = 0;

        ClientSweep.ReasonToCut(_client, _config, Start + 1_000_000_000).ShouldBeNull();
    }

    [Fact]
    public void Who_waits_for_the_server_begins_to_be_idle_afterwards()
    {
        _client.IsExecuting = true;
        ClientSweep.ReasonToCut(_client, _config, Start + 60_000).ShouldBeNull();
        _client.IsExecuting = false;

        ClientSweep.ReasonToCut(_client, _config, Start + 70_000).ShouldBeNull();
        ClientSweep.ReasonToCut(_client, _config, Start + 70_001).ShouldNotBeNull();
    }

    [Fact]
    public void Who_does_not_take_its_replies_is_idle()
    {
        _client.IsExecuting = true;
        _client.OutputBytes = 1;

        ClientSweep.ReasonToCut(_client, _config, Start + 10_001).ShouldNotBeNull();
    }

    [Fact]
    public void Who_listens_is_never_idle()
    {
        _client.Subscriptions = new Subscriptions();
        _client.Subscriptions.Add(ChannelKind.Channel, [1]);

        ClientSweep.ReasonToCut(_client, _config, Start + 60_000).ShouldBeNull();
    }

    [Fact]
    public void What_others_have_said_counts_for_the_limits_of_subscribers()
    {
        _config.Timeout = 0;
        _config.ClientOutputBufferLimit = OutputBufferLimits.Default with { PubSub = new OutputBufferLimit(0, 100, 5) };
        _client.Pushes.TryAdd((byte)'*', new byte[101], 1000).ShouldBeTrue();
        ClientSweep.ReasonToCut(_client, _config, Start).ShouldBeNull();

        ClientSweep.ReasonToCut(_client, _config, Start + 5_000).ShouldNotBeNull();
    }

    [Fact]
    public void The_soft_limit_counts_from_when_it_is_passed_and_anew_after_it_was_kept()
    {
        _config.Timeout = 0;
        _config.ClientOutputBufferLimit = OutputBufferLimits.Default with { Normal = new OutputBufferLimit(0, 100, 5) };
        _client.OutputBytes = 101;
        ClientSweep.ReasonToCut(_client, _config, Start).ShouldBeNull();
        ClientSweep.ReasonToCut(_client, _config, Start + 4_999).ShouldBeNull();
        _client.OutputBytes = 100;
        ClientSweep.ReasonToCut(_client, _config, Start + 5_000).ShouldBeNull();
        _client.OutputBytes = 101;
        ClientSweep.ReasonToCut(_client, _config, Start + 5_001).ShouldBeNull();

        ClientSweep.ReasonToCut(_client, _config, Start + 10_001).ShouldNotBeNull();
    }
}
