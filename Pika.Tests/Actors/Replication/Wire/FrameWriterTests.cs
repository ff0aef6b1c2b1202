using System.Text;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Replication.Wire;

public sealed class FrameWriterTests
{
    private const ulong Session = 0x0807060504030201;
    private const string NodeId = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3";
    private const string ReplicationId = "101112131415161718191a1b1c1d1e1f20212223";

    // The bytes, sums included, were made by another program from docs/formats/replication.md.
    public static TheoryData<string, string> Golden() =>
        new()
        {
            {
                nameof(Frame.TrySync),
                "56000000f6f64fd301020304050607080101000000a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3101112131415161718191a1b1c1d1e1f20212223"
                    + "030000008877665544332211efbeaddeeb18640000006462312e6578616d706c65"
            },
            { nameof(Frame.Ack), "210000006e52e57c0102030405060708021e0000000000000014000000000000000a00000000000000" },
            { nameof(Frame.Fetch), "2100000041fa3ee1010203040506070803070000000000000002000000000000000200000000001000" },
            { nameof(Frame.ReplicaAlive), "09000000d1b52d51010203040506070804" },
            {
                nameof(Frame.Continue),
                "29000000ebf7b35c010203040506070810101112131415161718191a1b1c1d1e1f20212223030000006712000000000000"
            },
            {
                nameof(Frame.FullSync),
                "38000000b99a5d26010203040506070811a00f000000000000"
                    + "796f757220686973746f727920706172747320617420696e646578203430303020e2809320c3bc"
            },
            { nameof(Frame.Waiting), "19000000f288043e0102030405060708120200000032206265666f726520796f75" },
            { nameof(Frame.Manifest), "14000000560f63b30102030405060708130700000000000000010203" },
            { nameof(Frame.Chunk), "2400000079bc588d0102030405060708140700000000000000020000000000000002000000bebafeca01ff00" },
            { nameof(Frame.Records), "180000004f1f5f09010203040506070815681200000000000002000000726563" },
            { nameof(Frame.RecordPart), "1d000000fa2e49a20102030405060708166a12000000000000000040060000000470617274" },
            {
                nameof(Frame.MasterAlive),
                "31000000761c8b300102030405060708176a120000000000005c120000000000000068e5cf8b010000f8110000000000001032547698badcfe"
            },
            { nameof(Frame.Promote), "110000001684d81a0102030405060708196a12000000000000" },
            { nameof(Frame.Epochs), "0c0000004158ccfe01020304050607081a010203" },
            { nameof(Frame.Published), "1e00000051db88f401020304050607081b6a1200000000000001040000006e65777368657265" },
            { nameof(Frame.Bye), "19000000511f688f010203040506070818017468652070696e2072616e206f7574" },
        };

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_frame_is_these_bytes(string name, string golden)
    {
        var frame = Example(name);

        Convert.ToHexStringLower(Frames.BytesOf(frame, Session)).ShouldBe(golden);
        using var reader = new FrameReader((byte)frame.Type < 16 ? FrameSender.Replica : FrameSender.Master);
        Convert.FromHexString(golden).CopyTo(reader.GetMemory());
        reader.Advance(golden.Length / 2);
        reader.TryRead(out ulong session, out var read).ShouldBeTrue();
        session.ShouldBe(Session);
        read!.ShouldSay(frame);
    }

    [Fact]
    public void There_are_golden_bytes_of_every_type() =>
        Enum.GetNames<FrameType>().ShouldBe(Golden().Select(row => (string)row[0]), ignoreOrder: true);

    [Fact]
    public void Text_that_is_too_long_is_cut_between_two_characters()
    {
        var bytes = Frames.BytesOf(new Frame.Bye("x" + new string('ü', WireLimits.MaxText), WantsFullSync: false));

        // One byte and 511 letters of two: half a letter would be the 1024th byte.
        Encoding.UTF8.GetString(bytes.AsSpan(FrameFormat.HeaderSize + 1)).ShouldBe("x" + new string('ü', (WireLimits.MaxText / 2) - 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("101112131415161718191a1b1c1d1e1f2021222")]
    [InlineData("101112131415161718191a1b1c1d1e1f202122232")]
    [InlineData("x01112131415161718191a1b1c1d1e1f20212223")]
    public void What_is_no_id_is_not_sent(string id) =>
        Should.Throw<ArgumentException>(() => Frames.BytesOf(new Frame.Continue(id, LogIndex.None)));

    [Fact]
    public void A_negative_number_is_not_sent() => Should.Throw<ArgumentException>(() => Frames.BytesOf(new Frame.Fetch(1, 1, -1, 1)));

    [Fact]
    public void A_payload_beyond_the_limit_is_not_sent() =>
        Should.Throw<ArgumentException>(() =>
            FrameWriter.WriteHead(new Frame.Records(1, 1, Payload.Rent(WireLimits.MaxPayload + 1)), 1, new byte[FrameFormat.MaxHead])
        );

    private static Frame Example(string name) =>
        name switch
        {
            nameof(Frame.TrySync) => new Frame.TrySync(
                1,
                NodeId,
                ReplicationId,
                new LogIndex(3, 0x1122334455667788),
                0xdeadbeef,
                "db1.example",
                6379,
                100
            ),
            nameof(Frame.Ack) => new Frame.Ack(30, 20, 10),
            nameof(Frame.Fetch) => new Frame.Fetch(7, 2, 1L << 33, 1 << 20),
            nameof(Frame.ReplicaAlive) => new Frame.ReplicaAlive(),
            nameof(Frame.Continue) => new Frame.Continue(ReplicationId, new LogIndex(3, 4711)),
            nameof(Frame.FullSync) => new Frame.FullSync("your history parts at index 4000 – ü", 4000),
            nameof(Frame.Waiting) => new Frame.Waiting(2, "2 before you"),
            nameof(Frame.Manifest) => new Frame.Manifest(7, Payload.CopyOf([1, 2, 3])),
            nameof(Frame.Chunk) => new Frame.Chunk(7, 2, 1L << 33, 0xcafebabe, true, Payload.CopyOf([0xff, 0])),
            nameof(Frame.Records) => new Frame.Records(4712, 2, Payload.CopyOf("rec"u8)),
            nameof(Frame.RecordPart) => new Frame.RecordPart(4714, 100 << 20, 64 << 20, Payload.CopyOf("part"u8)),
            nameof(Frame.MasterAlive) => new Frame.MasterAlive(4714, 4700, 1_700_000_000_000, 4600, 0xfedcba9876543210),
            nameof(Frame.Epochs) => new Frame.Epochs(Payload.CopyOf([1, 2, 3])),
            nameof(Frame.Promote) => new Frame.Promote(4714),
            nameof(Frame.Published) => new Frame.Published(4714, IsShard: true, 4, Payload.CopyOf("newshere"u8)),
            _ => new Frame.Bye("the pin ran out", WantsFullSync: true),
        };
}
