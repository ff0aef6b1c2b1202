using Pika.Actors.Configuration;
using Pika.Host.Server;

namespace Pika.Tests.Host.Server;

public sealed class ConfigFileOnDiskTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rewrite_changes_the_file_and_leaves_nothing_beside_it()
    {
        var path = _folder.Write("pika.conf", "# mine\r\ntimeout 5\n");
        var config = new ServerConfig { Timeout = 5 };
        var service = new ConfigService(config, new ConfigFileOnDisk(path));

        service.Set(KeyValuePair.Create("timeout", "6")).ShouldBeNull();
        service.Rewrite().ShouldBeNull();

        File.ReadAllText(path).ShouldBe("# mine\ntimeout 6\n");
        Directory.GetFiles(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Permissions_and_links_stay()
    {
        var path = _folder.Write("real.conf", "");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, mode);
        var link = _folder.File("pika.conf");
        File.CreateSymbolicLink(link, path);

        new ConfigFileOnDisk(link).Replace(["port 1"]);

        new FileInfo(link).LinkTarget.ShouldBe(path);
        File.ReadAllText(path).ShouldBe("port 1\n");
        File.GetUnixFileMode(path).ShouldBe(mode);
    }

    [Fact]
    public void A_file_that_is_gone_is_an_error_for_the_client()
    {
        var service = new ConfigService(new ServerConfig(), new ConfigFileOnDisk(_folder.File("gone.conf")));

        service.Rewrite().ShouldNotBeNull().ShouldStartWith("ERR Rewriting config file: ");
    }
}
