namespace Pika.Actors.Configuration;

/// <summary>
/// The seam to the configuration file on disk. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IConfigFile
{
    /// <summary>The file's full path.</summary>
    string Path { get; }

    /// <summary>The file's lines, without their ends.</summary>
    IReadOnlyList<string> ReadLines();

    /// <summary>Replaces all lines; after a crash the file is the old one or the new one.</summary>
    void Replace(IReadOnlyList<string> lines);
}
