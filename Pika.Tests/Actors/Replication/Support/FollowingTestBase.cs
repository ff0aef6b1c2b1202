using Pika.Actors.Configuration;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Store;
using Pika.Tests.Actors.Support;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Support;

/// <summary>Tests of a replica whose master is the test: what it says, it takes from the log of another node.</summary>
public abstract class FollowingTestBase : IAsyncLifetime
{
    /// <summary>The master as the replica sees it.</summary>
    private protected FakeMaster Fake { get; } = new();

    /// <summary>The disk under the replica.</summary>
    private protected MemoryFileSystem Disk { get; } = new();

    /// <summary>Writes the log that the test sends.</summary>
    private protected TestNode Master { get; private set; } = null!;

    private protected TestNode Replica { get; private set; } = null!;

    /// <summary>The rows of the replica; in memory unless a test has others.</summary>
    private protected virtual IStore? Rows => null;

    private protected MasterFacts Facts => Replica.Node.Replication.Master!;

    public virtual async Task InitializeAsync()
    {
        Master = await TestNode.OpenAsync();
        Replica = await OpenReplica();
    }

    /// <summary>Opens the replica again, after it was disposed.</summary>
    private protected async Task Reopen() => Replica = await OpenReplica();

    public async Task DisposeAsync()
    {
        await Replica.DisposeAsync();
        await Master.DisposeAsync();
    }

    private protected async Task<TestNode> OpenReplica() =>
        await TestNode.OpenAsync(
            config =>
            {
                config.Dir = "/data";
                config.ReplicaOf = new MasterAddress("master", 7000);
                (config.ReplTimeout, config.ReplicaAnnounceIp, config.ReplicaAnnouncePort) = (60, "me.example", 4711);
            },
            Rows,
            files: Disk,
            masters: Fake
        );

    private protected Frame.Continue Continue() => new(Master.Node.History.Current!.Id, Master.Node.Binlog.Position.Last);

    private protected PlayedLink Follow()
    {
        var (link, _) = Fake.Accept();
        link.Say(Continue());
        return link;
    }

    private protected async Task Write(params string[] keys)
    {
        foreach (var key in keys)
            (await Master.Connect().Ask("SET", key, "1")).ShouldBe("+OK\r\n");
    }

    // Sends the master's records behind an index as one frame, and returns the last of them.
    private protected ulong SendLog(PlayedLink link, ulong after, ulong? through = null)
    {
        var last = through ?? Master.Node.Binlog.Position.Last.Index;
        link.Say(new Frame.Records(after + 1, (int)(last - after), Payload.CopyOf(Log(after + 1, last))));
        return last;
    }

    private protected byte[] Log(ulong from, ulong through)
    {
        using var reader = Master.Node.Binlog.Directory.OpenReader(from)!;
        var bytes = new List<byte>();
        while (reader.Next(Master.Node.Binlog.Position) == BinlogReadStatus.Record && reader.Record.Index <= through)
            bytes.AddRange(reader.Record.Bytes);
        return [.. bytes];
    }

    private protected uint CrcOf(ulong index) => new BinlogRecordView(Log(index, index)).Crc;
}
