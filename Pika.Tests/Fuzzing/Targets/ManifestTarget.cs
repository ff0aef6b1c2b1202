using System.Buffers.Binary;
using Pika.Storage;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>What a master tells of a snapshot, and a replica keeps.</summary>
internal sealed class ManifestTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        new SnapshotManifest(
            0x0123456789ABCDEF,
            new LogIndex(3, 1000),
            1_700_000_000_000,
            "pika at 127.0.0.1:9221, naïve",
            [new SnapshotFile("000012.sst", 70_000_000_000), new SnapshotFile("CURRENT", 16), new SnapshotFile("OPTIONS-000007", 0)]
        ).ToBytes(),
        new SnapshotManifest(1, new LogIndex(0, 1), 0, "", [new SnapshotFile("CURRENT", 16)]).ToBytes(),
    ];

    public override IReadOnlyList<byte[]> Words { get; } = ["../"u8.ToArray(), "CURRENT"u8.ToArray(), "000013.sst"u8.ToArray()];

    public override byte[] Reseal(byte[] input)
    {
        if (input.Length > sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(input.Length - 4), Crc32C.Append(0, input.AsSpan(0, input.Length - 4)));
        return input;
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        if (SnapshotManifest.TryRead(input, out var manifest) is { } flaw)
            return Refused + flaw;

        foreach (var file in manifest.Files)
        {
            file.Name.ShouldBe(Path.GetFileName(file.Name));
            file.Size.ShouldBeGreaterThanOrEqualTo(0);
        }

        manifest.TotalBytes.ShouldBeGreaterThanOrEqualTo(0);
        InstallMarker.Of(manifest.Id, input).Id.ShouldBe(manifest.Id);
        return manifest.ToString();
    }
}
