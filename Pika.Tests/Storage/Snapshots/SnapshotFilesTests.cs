using Pika.Storage;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

public sealed class SnapshotFilesTests
{
    private readonly SimulatedFileSystem _disk = new(1);

    [Fact]
    public void It_lists_all_files_with_their_sizes_in_order()
    {
        var snapshot = TestSnapshot.Make(_disk);

        snapshot.Manifest.Files.ShouldBe(TestSnapshot.Contents.Select(file => new SnapshotFile(file.Key, file.Value.Length)));
        snapshot.Manifest.Applied.ShouldBe(new LogIndex(1, 500));
    }

    [Fact]
    public void What_cannot_be_sent_is_found_at_once()
    {
        _disk.CreateDirectory("/empty");
        Should.Throw<SnapshotException>(() => SnapshotFiles.List(_disk, "/empty", 1, default, 0, ""));
        TestSnapshot.Put(_disk, "/odd", new Dictionary<string, byte[]> { ["a b"] = [1] });
        Should.Throw<SnapshotException>(() => SnapshotFiles.List(_disk, "/odd", 1, default, 0, "")).Message.ShouldContain("'a b'");
        TestSnapshot.Put(_disk, "/deep", new Dictionary<string, byte[]> { ["a"] = [1] });
        _disk.CreateDirectory("/deep/inner");
        Should.Throw<SnapshotException>(() => SnapshotFiles.List(_disk, "/deep", 1, default, 0, "")).Message.ShouldContain("'inner'");
    }

    [Fact]
    public void The_checksum_of_a_whole_file_is_told_to_who_asks()
    {
        var snapshot = TestSnapshot.Make(_disk);
        for (var file = 0; file < snapshot.Manifest.Files.Count; file++)
        {
            var expected = Crc32C.Append(0, TestSnapshot.Contents[snapshot.Manifest.Files[file].Name]);
            snapshot.Crc(file).ShouldBe(expected);
            snapshot.Crc(file).ShouldBe(expected);
        }
    }

    [Fact]
    public void A_file_that_reads_otherwise_the_second_time_is_found_out()
    {
        var snapshot = TestSnapshot.Make(_disk);
        snapshot.Crc(1);
        TestSnapshot.FlipBit(_disk, TestSnapshot.Directory + "/000009.sst", 1234);

        using var reader = snapshot.OpenReader();
        var failure = Should.Throw<SnapshotException>(() => reader.Read(1, 0, new byte[5000]));
        failure.Message.ShouldContain("000009.sst");
    }
}
