using Pika.Storage.Snapshots;

namespace Pika.Tests.Storage.Snapshots;

public sealed class InstallMarkerTests
{
    private static readonly InstallMarker Marker = new(0x0123456789ABCDEF, 0xCAFEBABE);

    [Fact]
    public void What_is_written_is_read_and_as_in_the_golden_file()
    {
        InstallMarker.TryRead(Marker.ToBytes(), out var read).ShouldBeNull();
        read.ShouldBe(Marker);
        Convert.ToHexString(Marker.ToBytes()).ShouldBe(Convert.ToHexString(SnapshotManifestTests.Golden("install")));
    }

    [Fact]
    public void Every_single_bit_flip_and_every_cut_is_a_flaw()
    {
        var bytes = Marker.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            InstallMarker.TryRead(bytes, out _).ShouldNotBeNull($"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
            InstallMarker.TryRead(bytes.AsSpan(0, length), out _).ShouldNotBeNull($"length {length}");
    }
}
