using System.Buffers.Binary;
using System.Text;
using Pika.Storage;
using Pika.Storage.Rdb;
using Pika.Tests.Support;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>An RDB file that is imported.</summary>
internal sealed class RdbFileTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Sealed([
            .. "REDIS0010"u8,
            0xfa,
            9,
            .. "redis-ver"u8,
            6,
            .. "7.0.15"u8,
            0xfe,
            0,
            0xfb,
            3,
            1,
            0,
            1,
            (byte)'k',
            5,
            .. "hello"u8,
            0xfc,
            0x80,
            0x9a,
            0x22,
            0xcf,
            0x8b,
            1,
            0,
            0,
            2,
            1,
            (byte)'s',
            2,
            0xc0,
            2,
            0xc0,
            1,
            0xff,
        ]),
        Sealed([
            .. "REDIS0011"u8,
            .. new byte[] { 0xf5, 3 },
            .. "lib"u8,
            .. new byte[] { 0xfe, 3, 0xf8, 5, 0xf9, 200, 0xfd, 0, 0, 0, 0x70 },
            .. new byte[] { 4, 1, (byte)'h', 1, 1, (byte)'f', 1, (byte)'v' },
            .. new byte[] { 5, 1, (byte)'z', 1, 1, (byte)'m', 0, 0, 0, 0, 0, 0, 0xf0, 0x3f },
            .. new byte[] { 3, 1, (byte)'o', 1, 1, (byte)'m', 3 },
            .. "1.5"u8,
            .. new byte[] { 18, 1, (byte)'l', 1, 1, 2 },
            .. "ab"u8,
            0xff,
        ]),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0xff],
        [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0x80, 0xff, 0xff, 0xff, 0xff],
        [0xc3],
        [15],
        [21],
    ];

    /// <summary>The window of a megabyte, once or twice.</summary>
    public override long MayAllocate(int length) => (4 << 20) + (256L * length);

    public override byte[] Reseal(byte[] input) => input.Length > sizeof(ulong) ? Sealed(input[..^sizeof(ulong)]) : input;

    public override string Run(byte[] input, Pieces pieces)
    {
        var outcome = new StringBuilder();
        try
        {
            var reader = new RdbFileReader(new BytesFile(input));
            long at = reader.Position;
            while (reader.Next())
            {
                reader.Position.ShouldBeGreaterThan(at);
                at = reader.Position;
                outcome.AppendLine($"{reader.Database} {reader.Type} {reader.Key.Length} {reader.Value.Length} {reader.ExpireAt}");
            }

            reader.Position.ShouldBeInRange(at, input.Length);
            return outcome.ToString();
        }
        catch (RdbException damaged)
        {
            return Refused + damaged.Message;
        }
    }

    private static byte[] Sealed(byte[] body)
    {
        var checksum = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Crc64.Append(0, body));
        return [.. body, .. checksum];
    }
}
