using Pika.Actors.Log;
using Pika.Actors.Replication;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>Records that a replica gets, and what it reads out of them while it applies them.</summary>
internal sealed class ReceivedRecordsTarget : FuzzTarget
{
    private readonly TestNode _node = TestNode.OpenAsync().GetAwaiter().GetResult();
    private readonly LogIndex _after;

    public ReceivedRecordsTarget()
    {
        var client = _node.Connect();
        _after = _node.Node.Binlog.Position.Last;
        client
            .Pipeline("SET a 1", "HSET h f 1 g 2", "ZADD z 1 a 2 b", "RPUSH l a b", "XADD x 1-1 f v", "SET t 1 PX 500000", "DEL h")
            .GetAwaiter()
            .GetResult();
        client.Pipeline("FLUSHDB", "SET after 1", "SWAPDB 0 3", "MOVE after 1", "FLUSHALL", "SET last 1").GetAwaiter().GetResult();
        using var reader = _node.Node.Binlog.Directory.OpenReader(_after.Index + 1)!;
        var records = new List<byte[]>();
        while (reader.Next(_node.Node.Binlog.Position) == BinlogReadStatus.Record)
            records.Add(reader.Record.Bytes.ToArray());
        Seeds =
        [
            [.. records.SelectMany(record => record)],
            [.. records.Take(3).SelectMany(record => record)],
            records[0],
        ];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; } =
    ["db/"u8.ToArray(), "count/"u8.ToArray(), "reclaim/"u8.ToArray(), "epoch/"u8.ToArray(), "applied"u8.ToArray(), [0x05, 4, 3]];

    public override byte[] Reseal(byte[] input)
    {
        RecordSeals.Reseal(input, _after, places: true);
        return input;
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        if (ReceivedRecords.TryParse(input, _after, out string? flaw) is not { } records)
            return Refused + flaw;

        records.Bytes.ShouldBe(input.Length);
        var effects = new ReceivedEffects(_node.Node);
        effects.Shards(records).ShouldNotBeEmpty();
        effects.Touch(records, new TurnChanges());
        effects.Follow(records, records.Last.Index);
        effects.Serve(records);
        return $"{records.Count} up to {records.Last}";
    }

    public override void Dispose() => _node.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
