using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Pika.Tests.Architecture;

namespace Pika.Tests.Simulated.PlantedBugs;

/// <summary>
/// Compiles an assembly of the product with one file changed, by the compiler of the SDK, against what the tests themselves run with. What a project file says besides the
/// sources is taken from the assembly as it was built.
/// </summary>
internal static class VariantCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What the SDK puts before the sources of each project.</summary>
    private static readonly string[] Usings =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] Used =
    [
        "Microsoft.Interop.SourceGeneration",
        "Microsoft.Interop.LibraryImportGenerator",
        "Microsoft.Extensions.Logging.Generators",
        "System.Text.RegularExpressions.Generator",
    ];

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>Compiles a bug.</summary>
    /// <param name="folder">Where to work; it exists.</param>
    /// <returns>The path of the assembly.</returns>
    /// <exception cref="InvalidOperationException">The bug cannot be planted, or it does not compile.</exception>
    public static string Compile(PlantedBug bug, string folder)
    {
        var changed = Path.Combine(folder, Path.GetFileName(bug.File));
        File.WriteAllText(changed, bug.Plant(Repository.Read(bug.File)));
        var sources = Repository
            .Sources(bug.Assembly)
            .Where(source => source != bug.File)
            .Select(source => Path.Combine(Repository.Root, source));
        var original = Assembly.Load(bug.Assembly);
        var assembly = Path.Combine(folder, bug.Assembly + ".dll");
        var arguments = Path.Combine(folder, "csc.rsp");
        File.WriteAllLines(
            arguments,
            [
                .. Options(assembly),
                .. References(bug.Assembly).Select(path => $"/reference:\"{path}\""),
                .. Generators().Select(path => $"/analyzer:\"{path}\""),
                .. Resources(original, folder),
                .. sources.Append(changed).Append(WriteAttributes(original, folder)).Select(path => $"\"{path}\""),
            ]
        );
        Run(bug, arguments);
        return assembly;
    }

    private static string[] Options(string assembly) =>
        [
            "/nologo",
            "/target:library",
            "/nullable:enable",
            "/unsafe+",
            "/langversion:latest",
            "/optimize+",
            "/deterministic+",
            "/debug-",
            "/warn:0",
            "/nostdlib+",
            "/define:DEBUG,TRACE,NET,NET10_0,NET10_0_OR_GREATER",
            $"/out:\"{assembly}\"",
        ];

    private static IEnumerable<string> References(string compiled) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != compiled);

    /// <summary>The generators that come with the framework, as far as the product uses them.</summary>
    private static IEnumerable<string> Generators() =>
        new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }
            .Select(pack => Newest(Path.Combine(DotnetRoot, "packs", pack)))
            .SelectMany(pack => Directory.EnumerateFiles(Path.Combine(pack, "analyzers/dotnet/cs"), "*.dll"))
            .Where(path => Used.Contains(Path.GetFileNameWithoutExtension(path)));

    private static string Newest(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(path => Version.TryParse(Path.GetFileName(path).Split('-')[0], out _))
            .MaxBy(path => Version.Parse(Path.GetFileName(path).Split('-')[0]))
        ?? throw new InvalidOperationException($"the .NET SDK is not whole: there is nothing in {folder}");

    private static List<string> Resources(Assembly original, string folder)
    {
        var options = new List<string>();
        foreach (var name in original.GetManifestResourceNames())
        {
            var path = Path.Combine(folder, name);
            using var file = File.Create(path);
            using var resource = original.GetManifestResourceStream(name)!;
            resource.CopyTo(file);
            options.Add($"/resource:\"{path}\",{name}");
        }

        return options;
    }

    private static string WriteAttributes(Assembly original, string folder)
    {
        var text = new StringBuilder();
        foreach (var name in Usings)
            text.Append("global using global::").Append(name).Append(";\n");
        foreach (var friend in original.GetCustomAttributes<InternalsVisibleToAttribute>())
            text.Append($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend.AssemblyName}\")]\n");
        text.Append($"[assembly: System.Reflection.AssemblyVersion(\"{original.GetName().Version}\")]\n");
        var path = Path.Combine(folder, "Attributes.g.cs");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static void Run(PlantedBug bug, string arguments)
    {
        var compiler = Path.Combine(Newest(Path.Combine(DotnetRoot, "sdk")), "Roslyn/bincore/csc.dll");
        var start = new ProcessStartInfo(Path.Combine(DotnetRoot, "dotnet"), ["exec", compiler, "/noconfig", "@" + arguments])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new InvalidOperationException($"'{bug.Name}' was not compiled within {Patience.TotalMinutes} minutes");
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{bug.Name}' does not compile:\n{output.Result}");
    }
}
