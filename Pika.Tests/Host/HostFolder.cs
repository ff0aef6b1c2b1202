namespace Pika.Tests.Host;

/// <summary>A folder for one test.</summary>
internal sealed class HostFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pika-host-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
