using System.Text;
using Pika.Actors.Configuration;

namespace Pika.Host.Server;

/// <summary>The configuration file. It is replaced by renaming a synced copy over it, with the permissions that it had.</summary>
internal sealed class ConfigFileOnDisk(string path) : IConfigFile
{
    private const string CopySuffix = ".rewrite";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public IReadOnlyList<string> ReadLines() => File.ReadAllLines(Path);

    public void Replace(IReadOnlyList<string> lines)
    {
        // A link stays a link: what it points to is replaced.
        var target = File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
        var copy = target + CopySuffix;
        using (var stream = new FileStream(copy, FileMode.Create, FileAccess.Write))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
            }

            stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
            stream.Flush(flushToDisk: true);
        }

        File.Move(copy, target, overwrite: true);
    }
}
