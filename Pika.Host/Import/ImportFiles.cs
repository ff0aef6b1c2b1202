using Pika.Storage.Files;
using Pika.Storage.Rdb;

namespace Pika.Host.Import;

/// <summary>The files that a path stands for, in the order in which they are to be read: one RDB file or AOF, or those that the manifest of an AOF names.</summary>
internal static class ImportFiles
{
    private const string ManifestEnding = ".manifest";

    /// <summary>The files of a path: a file, a manifest, or a directory with one manifest.</summary>
    /// <exception cref="ImportException">There is nothing to import.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (Directory.Exists(path))
        {
            string[] manifests = Directory.GetFiles(path, "*" + ManifestEnding);
            path =
                manifests.Length == 1
                    ? manifests[0]
                    : throw new ImportException($"the directory '{path}' has {manifests.Length} manifests of an AOF, and not one");
        }

        if (!File.Exists(path))
        {
            throw new ImportException($"there is no file '{path}'");
        }

        return path.EndsWith(ManifestEnding, StringComparison.Ordinal) ? InManifest(path) : [path];
    }

    /// <summary>Whether a file is, or begins with, an RDB file.</summary>
    public static bool IsRdb(IReadFile file)
    {
        Span<byte> first = stackalloc byte[RdbFileReader.Magic.Length];
        return file.Read(0, first) == first.Length && RdbFileReader.IsHeader(first);
    }

    // file NAME seq N type b|h|i: the base, history that is no longer part of the data, and increments. Names are in the manifest's folder.
    private static List<string> InManifest(string manifest)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        var files = new List<(bool IsBase, long Sequence, string Path)>();
        foreach (string line in File.ReadLines(manifest).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (
                words is not ["file", var name, "seq", var number, "type", var type]
                || !long.TryParse(number, out long sequence)
                || name != Path.GetFileName(name)
            )
            {
                throw new ImportException($"the manifest '{manifest}' has a line that is not understood: {line}");
            }

            if (type is "b" or "i")
            {
                files.Add((type == "b", sequence, Path.Combine(folder, name)));
            }
        }

        if (files.Find(file => !File.Exists(file.Path)) is { Path: { } missing })
        {
            throw new ImportException($"the manifest names '{missing}', which is not there");
        }

        return [.. files.OrderByDescending(file => file.IsBase).ThenBy(file => file.Sequence).Select(file => file.Path)];
    }
}
