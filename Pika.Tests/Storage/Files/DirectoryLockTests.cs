using Pika.Storage.Files;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Files;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_holder_is_told_who_has_the_directory()
    {
        using var first = DirectoryLock.Acquire(_directory["data"]);

        var failure = Should.Throw<DirectoryLockedException>(() => DirectoryLock.Acquire(_directory["data"]));

        failure.Holder.ShouldBe(Environment.ProcessId);
        failure.Message.ShouldContain(_directory["data"]);
        failure.Message.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public void A_lock_that_was_given_up_can_be_taken_again()
    {
        DirectoryLock.Acquire(_directory["data"]).Dispose();
        DirectoryLock.Acquire(_directory["data"]).Dispose();
    }

    [Fact]
    public void What_a_dead_holder_left_behind_does_not_count()
    {
        File.WriteAllText(_directory[DirectoryLock.FileName], "99999999\n");

        using var taken = DirectoryLock.Acquire(_directory.Path);

        Should.Throw<DirectoryLockedException>(() => DirectoryLock.Acquire(_directory.Path)).Holder.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void A_holder_without_a_readable_id_is_another_process()
    {
        using var first = DirectoryLock.Acquire(_directory.Path);
        using (var file = Libc.OpenUnlocked(_directory[DirectoryLock.FileName]))
        {
            RandomAccess.SetLength(file, 0);
        }

        Should.Throw<DirectoryLockedException>(() => DirectoryLock.Acquire(_directory.Path)).Message.ShouldContain("another process");
    }
}
