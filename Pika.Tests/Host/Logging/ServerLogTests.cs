using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Host.Logging;

namespace Pika.Tests.Host.Logging;

public sealed class ServerLogTests
{
    [Fact]
    public void The_file_gets_what_the_level_lets_through_and_CONFIG_SET_changes_it()
    {
        using var folder = new HostFolder();
        var settings = new ConfigService(new ServerConfig { LogFile = folder.File("pika.log") });
        using (var log = new ServerLog(settings))
        {
            var logger = log.Factory.CreateLogger("test");
            logger.LogDebug("hidden");
            settings.Set(KeyValuePair.Create("loglevel", "verbose")).ShouldBeNull();
            logger.LogDebug("shown");
            settings.Set(KeyValuePair.Create("loglevel", "warning")).ShouldBeNull();
            logger.LogInformation("hidden again");
        }

        var lines = File.ReadAllLines(settings.Config.LogFile);
        lines.ShouldHaveSingleItem().ShouldEndWith(" - shown");
    }
}
