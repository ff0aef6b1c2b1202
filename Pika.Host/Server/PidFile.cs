using System.Globalization;

namespace Pika.Host.Server;

/// <summary>The <c>pidfile</c>: holds the process id until it is disposed.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes the file; null if there is to be none.</summary>
    public static PidFile? Write(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new PidFile(Path.GetFullPath(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot write the pid file '{path}': {failure.Message}", failure);
        }
    }

    public void Dispose() => File.Delete(_path);
}
