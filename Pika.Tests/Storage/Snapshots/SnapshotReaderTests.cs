using Pika.Storage;
using Pika.Storage.Snapshots;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Snapshots;

public sealed class SnapshotReaderTests : IDisposable
{
    private const int Big = 0;
    private readonly SimulatedFileSystem _disk = new(1);
    private readonly SnapshotFiles _snapshot;
    private readonly SnapshotReader _reader;
    private readonly byte[] _content = TestSnapshot.Contents["000007.sst"];

    public SnapshotReaderTests()
    {
        _snapshot = TestSnapshot.Make(_disk);
        _reader = _snapshot.OpenReader();
    }

    public void Dispose() => _reader.Dispose();

    [Theory]
    [InlineData(SnapshotFormat.ChunkBytes)]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public void Chunks_in_order_give_the_file_and_its_checksum_with_the_last(int size)
    {
        var read = new List<byte>();
        var buffer = new byte[size];
        SnapshotChunk chunk;
        do
        {
            chunk = _reader.Read(Big, read.Count, buffer);
            read.AddRange(buffer[..chunk.Length]);
            chunk.FileCrc.HasValue.ShouldBe(read.Count == _content.Length);
        } while (chunk.FileCrc is null);

        read.ShouldBe(_content);
        chunk.FileCrc.ShouldBe(Crc32C.Append(0, _content));
    }

    [Fact]
    public void The_checksum_is_right_also_when_only_the_end_is_asked_for()
    {
        var chunk = _reader.Read(Big, _content.Length - 10, new byte[100]);

        chunk.ShouldBe(new SnapshotChunk(10, Crc32C.Append(0, _content)));
    }

    [Fact]
    public void Chunks_in_any_order_and_of_several_files_are_right()
    {
        var random = new Random(5);
        var buffer = new byte[SnapshotFormat.ChunkBytes];
        for (var i = 0; i < 300; i++)
        {
            var file = random.Next(5);
            var content = TestSnapshot.Contents[_snapshot.Manifest.Files[file].Name];
            var offset = random.Next(4) == 0 ? 0 : random.Next(content.Length);
            var asked = random.Next(1, buffer.Length);

            var chunk = _reader.Read(file, offset, buffer.AsSpan(0, asked));

            buffer.AsSpan(0, chunk.Length).SequenceEqual(content.AsSpan(offset, Math.Min(asked, content.Length - offset))).ShouldBeTrue();
            chunk.FileCrc.ShouldBe(offset + chunk.Length == content.Length ? Crc32C.Append(0, content) : null);
        }
    }

    [Fact]
    public void Places_that_there_are_not_are_refused()
    {
        var buffer = new byte[10];
        foreach (
            var (file, offset) in new[] { (-1, 0L), (5, 0), (int.MaxValue, 0), (Big, -1), (Big, long.MinValue), (Big, _content.Length + 1) }
        )
            Should.Throw<SnapshotException>(() => _reader.Read(file, offset, buffer));
        Should.Throw<SnapshotException>(() => _reader.Read(Big, 0, []));
    }

    [Fact]
    public void A_file_that_has_shrunk_or_grown_is_found_out()
    {
        using (var file = _disk.OpenAppend(TestSnapshot.Directory + "/000009.sst"))
            file.Truncate(4999);
        Should.Throw<SnapshotException>(() => _reader.Read(1, 0, new byte[10])).Message.ShouldContain("4999");

        _reader.Read(Big, 0, new byte[10]);
        using (var file = _disk.OpenAppend(TestSnapshot.Directory + "/000007.sst"))
            file.Truncate(100);
        Should.Throw<SnapshotException>(() => _reader.Read(Big, 50, new byte[100])).Message.ShouldContain("ends early, at 100");
    }
}
