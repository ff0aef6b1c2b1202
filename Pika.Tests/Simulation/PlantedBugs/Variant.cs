using System.Reflection;
using System.Runtime.Loader;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>The product with a bug in it, and the simulator over it: copies of all assemblies of this repository, one of which is another.</summary>
internal sealed class Variant : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pika-planted-");
    private readonly Func<int, string, string, string?> _play;

    /// <summary>Compiles and loads it.</summary>
    /// <exception cref="InvalidOperationException">The bug cannot be planted.</exception>
    public Variant(PlantedBug bug)
    {
        try
        {
            _play = new Copies(bug, VariantCompiler.Compile(bug, _folder.FullName))
                .LoadFromAssemblyName(typeof(VariantRun).Assembly.GetName())
                .GetType(typeof(VariantRun).FullName!, throwOnError: true)!
                .GetMethod(nameof(VariantRun.Play))!
                .CreateDelegate<Func<int, string, string, string?>>();
        }
        catch
        {
            _folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Plays a seed with the bug.</summary>
    /// <param name="bias">What the run is to be like.</param>
    /// <param name="without">The checks that are switched off.</param>
    /// <returns>The first violation; null if there is none.</returns>
    public Found? Play(int seed, string bias, params IEnumerable<string> without) =>
        _play(seed, bias, string.Join(',', without)) is { } found ? Found.Parse(found) : null;

    public void Dispose() => _folder.Delete(recursive: true);

    // Kept for as long as the tests run: arrays of types that can be unloaded are not handled well by all runtimes.
    private sealed class Copies(PlantedBug bug, string changed) : AssemblyLoadContext(bug.Name)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == bug.Assembly)
                return LoadFromAssemblyPath(changed);
            var copy = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            var isOurs = assemblyName.Name is "pika" || assemblyName.Name!.StartsWith("Pika.", StringComparison.Ordinal);
            return isOurs && File.Exists(copy) ? LoadFromAssemblyPath(copy) : null;
        }
    }
}

/// <summary>What a check has said.</summary>
internal sealed record Found(string Check, string What)
{
    public override string ToString() => $"{Check}\n{What}";

    public static Found Parse(string text)
    {
        var parts = text.Split('\n', 2);
        return new Found(parts[0], parts[1]);
    }
}
