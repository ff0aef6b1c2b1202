using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Pika.Storage.Store.RocksDb;

/// <summary>Finds and loads the system's librocksdb, and says which one it is.</summary>
public static partial class RocksDbLibrary
{
    /// <summary>The name that <see cref="RocksDbNative"/> imports; resolved here, never by the runtime's own search.</summary>
    internal const string Name = "rocksdb";

    /// <summary>The major versions whose C API and file formats this binding is written for, newest first.</summary>
    private static readonly int[] Majors = [10, 9, 8, 7];

    private static readonly string[] LinuxDirectories =
    [
        "/usr/local/lib",
        "/usr/lib",
        "/usr/lib64",
        "/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/local/lib64",
    ];

    private static readonly string[] MacDirectories =
    [
        "/opt/homebrew/lib",
        "/opt/homebrew/opt/rocksdb/lib",
        "/usr/local/lib",
        "/usr/local/opt/rocksdb/lib",
    ];

    private static readonly Lazy<Loaded> Library = new(Load);

    /// <summary>The file that was loaded, with symbolic links resolved.</summary>
    /// <exception cref="DllNotFoundException">There is no usable librocksdb; the message says what to install.</exception>
    public static string Path => Library.Value.Path;

    /// <summary>The version that the file's name tells, such as <c>7.8.3</c>; "unknown" if it tells none.</summary>
    /// <exception cref="DllNotFoundException">There is no usable librocksdb; the message says what to install.</exception>
    public static string Version => Library.Value.Version;

    /// <summary>Loads the library, so that a missing one is reported at a chosen moment. Idempotent and thread-safe.</summary>
    /// <exception cref="DllNotFoundException">There is no usable librocksdb; the message says what to install.</exception>
    public static void EnsureLoaded() => _ = Library.Value;

    /// <summary>The address of a function that only some versions export, or 0.</summary>
    internal static nint OptionalExport(string name) =>
        NativeLibrary.TryGetExport(Library.Value.Handle, name, out var address) ? address : 0;

    /// <summary>The candidate files in the order in which they are tried; names without a directory go to the system's loader.</summary>
    internal static IEnumerable<string> Candidates(bool mac, Func<string, IEnumerable<string>> list)
    {
        foreach (var major in Majors)
        {
            yield return mac ? $"librocksdb.{major}.dylib" : $"librocksdb.so.{major}";
        }

        // Distributions version the soname by major.minor (Debian: librocksdb.so.7.8), which only a directory listing can tell.
        var found = (mac ? MacDirectories : LinuxDirectories)
            .SelectMany(list)
            .Select(path => (Path: path, Version: VersionOf(path)))
            .Where(file => file.Version is not null && Majors.Contains(file.Version.Major))
            .OrderByDescending(file => file.Version)
            .Select(file => file.Path);
        foreach (var path in found)
        {
            yield return path;
        }

        yield return mac ? "librocksdb.dylib" : "librocksdb.so";
        foreach (var directory in mac ? MacDirectories : LinuxDirectories)
        {
            yield return System.IO.Path.Combine(directory, mac ? "librocksdb.dylib" : "librocksdb.so");
        }
    }

    /// <summary>The version in a library's file name, or null when the name holds none.</summary>
    internal static Version? VersionOf(string path)
    {
        var match = VersionedName().Match(System.IO.Path.GetFileName(path));
        if (!match.Success)
        {
            return null;
        }

        var digits = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        return System.Version.TryParse(digits.Contains('.') ? digits : digits + ".0", out var version) ? version : null;
    }

    private static Loaded Load()
    {
        var mac = OperatingSystem.IsMacOS();
        foreach (var candidate in Candidates(mac, ListDirectory))
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                NativeLibrary.SetDllImportResolver(
                    typeof(RocksDbLibrary).Assembly,
                    (name, _, _) => string.Equals(name, Name, StringComparison.Ordinal) ? handle : 0
                );
                var path = RealPath(candidate, handle);
                return new Loaded(handle, path, VersionOf(path)?.ToString() ?? "unknown");
            }
        }

        throw new DllNotFoundException(
            "librocksdb 7.x to 10.x was not found. Install it: 'apt-get install librocksdb7.8' (Debian 12; the package of other releases is "
                + "named by its version, see 'apt-cache search librocksdb'), 'dnf install rocksdb', or 'brew install rocksdb'."
        );
    }

    private static IEnumerable<string> ListDirectory(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "librocksdb*") : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A bare name was found by the system's loader: on Linux the process's own map tells where.</summary>
    private static string RealPath(string candidate, nint handle)
    {
        if (!System.IO.Path.IsPathRooted(candidate) && OperatingSystem.IsLinux())
        {
            var address = NativeLibrary.GetExport(handle, "rocksdb_open_column_families");
            candidate = MappedFile(address) ?? candidate;
        }

        return System.IO.Path.IsPathRooted(candidate)
            ? File.ResolveLinkTarget(candidate, returnFinalTarget: true)?.FullName ?? candidate
            : candidate;
    }

    private static string? MappedFile(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var slash = line.IndexOf('/', StringComparison.Ordinal);
            if (
                slash > 0
                && (ulong)address >= Convert.ToUInt64(line[..dash], 16)
                && (ulong)address < Convert.ToUInt64(line[(dash + 1)..space], 16)
            )
            {
                return line[slash..];
            }
        }

        return null;
    }

    [GeneratedRegex(@"^librocksdb\.so\.(\d+(?:\.\d+){0,2})$|^librocksdb\.(\d+(?:\.\d+){0,2})\.dylib$", RegexOptions.None, 1000)]
    private static partial Regex VersionedName();

    private sealed record Loaded(nint Handle, string Path, string Version);
}
