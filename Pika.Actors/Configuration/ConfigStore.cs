using System.Text;
using Pika.Storage.Files;

namespace Pika.Actors.Configuration;

/// <summary>The configuration file on disk: its lines, and their replacement as a whole or not at all.</summary>
public sealed class ConfigStore
{
    private const string TemporarySuffix = ".rewrite";

    /// <summary>Far more than a configuration needs; a larger file is the wrong file.</summary>
    private const int MaxBytes = 16 << 20;

    private readonly IFileSystem _files;

    /// <summary>The file of that full path.</summary>
    public ConfigStore(IFileSystem files, string path) => (_files, Path) = (files, path);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The file's lines. <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if it cannot be read.</summary>
    public IReadOnlyList<string> ReadLines()
    {
        using var file = _files.OpenRead(Path);
        if (file.Length > MaxBytes)
        {
            throw new IOException($"'{Path}' is too large for a configuration file ({file.Length} bytes)");
        }

        var bytes = new byte[file.Length];
        var length = 0;
        while (length < bytes.Length && file.Read(length, bytes.AsSpan(length)) is > 0 and var count)
        {
            length += count;
        }

        var lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    /// <summary>Replaces the file's lines; a crash leaves the old file or the new one.</summary>
    public void Replace(IReadOnlyList<string> lines)
    {
        var temporary = Path + TemporarySuffix;
        _files.Delete(temporary);
        using (var file = _files.OpenAppend(temporary))
        {
            file.Append(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
            file.Sync();
        }

        _files.Rename(temporary, Path);
        _files.SyncDirectory(System.IO.Path.GetDirectoryName(Path)!);
    }
}
