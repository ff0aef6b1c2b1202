using Pika.Storage.Files;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Files;

public sealed class DiskFileSystemTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DiskFileSystem _disk = DiskFileSystem.Instance;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Appended_bytes_are_read_back_while_the_file_grows()
    {
        using var file = _disk.OpenAppend(_directory["log"]);
        using var reader = _disk.OpenRead(_directory["log"]);
        var buffer = new byte[8];

        reader.Read(0, buffer).ShouldBe(0);
        file.Append("abc"u8);
        file.Append("def"u8);
        file.Sync();

        file.Length.ShouldBe(6);
        reader.Length.ShouldBe(6);
        reader.Read(2, buffer).ShouldBe(4);
        buffer[..4].ShouldBe("cdef"u8.ToArray());
        reader.Read(6, buffer).ShouldBe(0);
    }

    [Fact]
    public void Appending_goes_on_at_the_end_of_an_existing_file()
    {
        Append("log", "abc"u8);
        Append("log", "def"u8);

        File.ReadAllText(_directory["log"]).ShouldBe("abcdef");
    }

    [Fact]
    public void A_truncated_file_goes_on_at_the_cut()
    {
        using var file = _disk.OpenAppend(_directory["log"]);
        file.Append("abcdef"u8);
        file.Truncate(2);
        file.Append("x"u8);

        file.Length.ShouldBe(3);
        File.ReadAllText(_directory["log"]).ShouldBe("abx");
    }

    [Fact]
    public void A_full_volume_is_told_from_other_failures()
    {
        // Writing to /dev/full fails as on a full volume.
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        using var file = _disk.OpenAppend("/dev/full");

        var failure = Should.Throw<DiskFullException>(() => file.Append("abc"u8));
        failure.Message.ShouldContain("/dev/full");
        file.Length.ShouldBe(0);
    }

    [Fact]
    public void A_directory_is_moved_with_all_in_it_but_not_onto_another()
    {
        _disk.CreateDirectory(_directory["a/inner"]);
        _disk.CreateDirectory(_directory["c"]);
        Append("a/inner/log", "abc"u8);

        Should.Throw<IOException>(() => _disk.RenameDirectory(_directory["a"], _directory["c"]));
        _disk.RenameDirectory(_directory["a"], _directory["b"]);

        File.ReadAllText(_directory["b/inner/log"]).ShouldBe("abc");
        _disk.DirectoryExists(_directory["a"]).ShouldBeFalse();
        _disk.DirectoryExists(_directory["b"]).ShouldBeTrue();
        _disk.DirectoryExists(_directory["b/inner/log"]).ShouldBeFalse();
    }

    [Fact]
    public void Failures_name_the_path()
    {
        Should.Throw<IOException>(() => _disk.OpenRead(_directory["none"])).Message.ShouldContain(_directory["none"]);
        Should.Throw<IOException>(() => _disk.OpenAppend(_directory["none/log"])).Message.ShouldContain(_directory["none/log"]);
        Should.Throw<IOException>(() => _disk.SyncDirectory(_directory["none"])).Message.ShouldContain(_directory["none"]);
        Should.Throw<IOException>(() => _disk.Rename(_directory["none"], _directory["other"])).Message.ShouldContain(_directory["none"]);
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order_without_directories()
    {
        foreach (var name in (string[])["b", "a", "B", "10", "9"])
        {
            Append(name, "x"u8);
        }

        _disk.CreateDirectory(_directory["sub/deep"]);

        _disk.List(_directory.Path).ShouldBe(["10", "9", "B", "a", "b"]);
        _disk.List(_directory["none"]).ShouldBeEmpty();
    }

    [Fact]
    public void Renaming_replaces_and_deleting_is_forgiving()
    {
        Append("a", "new"u8);
        Append("b", "old"u8);

        _disk.Rename(_directory["a"], _directory["b"]);
        _disk.FileExists(_directory["a"]).ShouldBeFalse();
        File.ReadAllText(_directory["b"]).ShouldBe("new");
        _disk.Delete(_directory["b"]);
        _disk.Delete(_directory["b"]);
        _disk.Delete(_directory["none/b"]);
        _disk.FileExists(_directory["b"]).ShouldBeFalse();
    }

    [Fact]
    public void A_directory_is_deleted_with_all_it_holds()
    {
        _disk.CreateDirectory(_directory["sub/deep"]);
        Append("sub/deep/file", "x"u8);

        _disk.DeleteDirectory(_directory["sub"]);
        _disk.DeleteDirectory(_directory["sub"]);

        Directory.Exists(_directory["sub"]).ShouldBeFalse();
    }

    [Fact]
    public void A_deleted_file_stays_readable_for_those_who_have_it_open()
    {
        Append("log", "abc"u8);
        using var reader = _disk.OpenRead(_directory["log"]);
        _disk.Delete(_directory["log"]);

        reader.Read(0, new byte[3]).ShouldBe(3);
    }

    [Fact]
    public void A_directory_can_be_made_durable_and_tells_its_free_space()
    {
        _disk.SyncDirectory(_directory.Path);

        _disk.FreeSpace(_directory.Path).ShouldBeGreaterThan(0);
        _disk.FreeSpace(_directory["none/yet"]).ShouldBeGreaterThan(0, "a directory that does not exist yet has its parent's volume");
    }

    private void Append(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = _disk.OpenAppend(_directory[name]);
        file.Append(bytes);
    }
}
