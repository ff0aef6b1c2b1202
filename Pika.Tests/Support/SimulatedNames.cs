namespace Pika.Tests.Support;

/// <summary>The names on a <see cref="SimulatedFileSystem"/> in one state: full paths of files and directories.</summary>
internal sealed class SimulatedNames
{
    public SimulatedNames() => Directories = ["/"];

    private SimulatedNames(SimulatedNames other)
    {
        Files = new Dictionary<string, SimulatedFile>(other.Files);
        Directories = [.. other.Directories];
    }

    public Dictionary<string, SimulatedFile> Files { get; } = [];

    public HashSet<string> Directories { get; }

    public static string Parent(string path) => Path.GetDirectoryName(path) ?? "/";

    public static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    public static bool IsInside(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);

    public SimulatedNames Copy() => new(this);

    /// <summary>The files become what a power cut leaves of them.</summary>
    public void CutPower(Random random)
    {
        var copies = new Dictionary<SimulatedFile, SimulatedFile>();
        foreach (var (path, file) in InOrder())
        {
            if (!copies.TryGetValue(file, out var copy))
            {
                copies[file] = copy = new SimulatedFile(file.AfterPowerCut(random));
            }

            Files[path] = copy;
            AddDirectory(Parent(path));
        }
    }

    /// <summary>The files become what the next process finds of them.</summary>
    public void EndProcess(Random random)
    {
        foreach (var (_, file) in InOrder())
        {
            file.EndProcess(random);
        }
    }

    /// <summary>Adds the directory and its parents.</summary>
    public void AddDirectory(string path)
    {
        for (var directory = Trim(path); Directories.Add(directory); directory = Parent(directory)) { }
    }

    public void RemoveDirectory(string path)
    {
        foreach (var name in Files.Keys.Where(name => IsInside(name, path)).ToArray())
        {
            Files.Remove(name);
        }

        Directories.Remove(path);
    }

    public void MoveDirectory(string from, string to)
    {
        foreach (var name in Files.Keys.Where(name => IsInside(name, from)).ToArray())
        {
            Files.Remove(name, out var file);
            Files[to + name[from.Length..]] = file!;
        }

        foreach (var name in Directories.Where(name => name == from || IsInside(name, from)).ToArray())
        {
            Directories.Remove(name);
            Directories.Add(to + name[from.Length..]);
        }
    }

    // The same order in every run, as chance is drawn for each.
    private KeyValuePair<string, SimulatedFile>[] InOrder() => [.. Files.OrderBy(file => file.Key, StringComparer.Ordinal)];
}
