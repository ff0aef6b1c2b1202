using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Pika.Storage;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Tests.Storage.Snapshots;

public sealed class SnapshotManifestTests
{
    private static readonly SnapshotManifest Manifest = new(
        0x0123456789ABCDEF,
        new LogIndex(3, 1000),
        1_700_000_000_000,
        "pika at 127.0.0.1:9221, naïve",
        [new SnapshotFile("000012.sst", 70_000_000_000), new SnapshotFile("CURRENT", 16), new SnapshotFile("OPTIONS-000007", 0)]
    );

    [Fact]
    public void What_is_written_is_read()
    {
        SnapshotManifest.TryRead(Manifest.ToBytes(), out var read).ShouldBeNull();

        read.Files.ShouldBe(Manifest.Files);
        (read with { Files = Manifest.Files }).ShouldBe(Manifest);
        read.TotalBytes.ShouldBe(70_000_000_016);
        read.Name.ShouldBe("0123456789abcdef");
    }

    /// <summary>
    /// Golden/manifest was written by version 1: if this test fails, nodes of different builds no longer understand each other.
    /// </summary>
    [Fact]
    public void The_bytes_are_those_of_the_golden_file() =>
        Convert.ToHexString(Manifest.ToBytes()).ShouldBe(Convert.ToHexString(Golden("manifest")));

    [Fact]
    public void Every_single_bit_flip_and_every_cut_is_a_flaw()
    {
        var bytes = Manifest.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            SnapshotManifest.TryRead(bytes, out _).ShouldNotBeNull($"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
            SnapshotManifest.TryRead(bytes.AsSpan(0, length), out _).ShouldNotBeNull($"length {length}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("C:x")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("näme")]
    public void A_name_that_could_lead_elsewhere_is_refused_by_writer_and_reader(string name)
    {
        var manifest = Manifest with { Files = [new SnapshotFile(name, 1)] };

        Should.Throw<SnapshotException>(() => manifest.ToBytes());
        SnapshotManifest.TryRead(Forge(manifest), out _).ShouldNotBeNull();
    }

    [Fact]
    public void A_long_name_a_double_one_and_impossible_sizes_are_refused()
    {
        SnapshotFile[][] lists =
        [
            [],
            [new("a", 1), new("a", 1)],
            [new("b", 1), new("a", 1)],
            [new("a", -1)],
            [new("a", long.MaxValue), new("b", long.MaxValue)],
            [new(new string('a', SnapshotFormat.MaxName + 1), 1)],
        ];
        foreach (var files in lists)
        {
            Should.Throw<SnapshotException>(() => (Manifest with { Files = files }).ToBytes());
            SnapshotManifest.TryRead(Forge(Manifest with { Files = files }), out _).ShouldNotBeNull();
        }

        Should.Throw<SnapshotException>(() => (Manifest with { Description = new string('x', 1025) }).ToBytes());
        new SnapshotFile(new string('a', SnapshotFormat.MaxName), 1).ShouldSatisfyAllConditions(file =>
            (Manifest with { Files = [file] }).ToBytes().ShouldNotBeEmpty()
        );
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        var bytes = Manifest.ToBytes();
        bytes[8] = 2;
        Seal(bytes);

        SnapshotManifest.TryRead(bytes, out _)!.ShouldContain("version 2");
    }

    [Fact]
    public void Counts_that_do_not_fit_the_bytes_are_refused_before_anything_is_allocated_for_them()
    {
        foreach (var (at, value) in new[] { (12, 200_000), (12, int.MaxValue), (12, -1), (36, 1024), (36, -1), (12, 2), (48, 7) })
        {
            var bytes = Manifest.ToBytes();
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
            Seal(bytes);

            SnapshotManifest.TryRead(bytes, out _).ShouldNotBeNull($"{value} at {at}");
        }
    }

    internal static byte[] Golden(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "Golden", name));

    /// <summary>A manifest as a malicious or a broken master would send it: sound but for what it says.</summary>
    private static byte[] Forge(SnapshotManifest manifest)
    {
        var head = (Manifest with { Files = [new SnapshotFile("a", 1)] }).ToBytes();
        var front = head.AsSpan(0, head.Length - 4 - 10).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(front.AsSpan(12), manifest.Files.Count);
        BinaryPrimitives.WriteInt64LittleEndian(front.AsSpan(48), unchecked(manifest.Files.Aggregate(0L, (sum, file) => sum + file.Size)));
        var bytes = new List<byte>(front);
        foreach (var file in manifest.Files)
        {
            var name = Encoding.Latin1.GetBytes(file.Name);
            bytes.Add((byte)name.Length);
            bytes.AddRange(name);
            bytes.AddRange(BitConverter.GetBytes(file.Size));
        }

        byte[] sealed_ = [.. bytes, 0, 0, 0, 0];
        Seal(sealed_);
        return sealed_;
    }

    private static void Seal(byte[] bytes) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(0, bytes.AsSpan(0, bytes.Length - 4)));
}
