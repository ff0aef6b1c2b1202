using Pika.Host.Server;

namespace Pika.Tests.Host.Server;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_is_held_by_one_at_a_time()
    {
        var path = _folder.File("data");
        using (DataDirectory.Take(path))
        {
            var failure = Should.Throw<StartException>(() => DataDirectory.Take(path));
            failure.Message.ShouldContain($"'{path}' is in use by process {Environment.ProcessId}");
        }

        DataDirectory.Take(path).Dispose();
    }

    [Fact]
    public void A_file_is_no_directory()
    {
        var path = _folder.Write("data", "precious");

        Should.Throw<StartException>(() => DataDirectory.Take(path)).Message.ShouldContain("it is a file");
        File.ReadAllText(path).ShouldBe("precious");
    }
}
