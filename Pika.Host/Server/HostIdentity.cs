using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Host.CommandLine;

namespace Pika.Host.Server;

/// <summary>What INFO says of this process.</summary>
internal static class HostIdentity
{
    /// <summary>Redis's length of run ids and replication ids, in hexadecimal digits.</summary>
    private const int IdLength = 40;

    /// <summary>The identity of a process that serves <paramref name="port"/>; its ids are new each time.</summary>
    public static ServerIdentity Of(ConfigService settings, int port) =>
        new(
            ProductVersion.Text,
            NewId(),
            Environment.ProcessId,
            port,
            RuntimeInformation.OSDescription,
            Environment.ProcessPath ?? "",
            settings.FilePath
        )
        {
            StartedMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
        };

    private static string NewId() => RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
}
