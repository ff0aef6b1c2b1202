using System.Diagnostics;

namespace Pika.Tests.EndToEnd.Crash;

/// <summary>A disk of a few megabytes: a tmpfs that is mounted for one test. Mounting needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Why there can be none here; null if there can.</summary>
    public static string? Missing { get; } = WhyMissing();

    /// <summary>Mounts the disk.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("pika-small-disk-").FullName;
        if (Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path]))
            return new SmallDisk(path);
        Directory.Delete(path);
        throw new InvalidOperationException($"no tmpfs of {megabytes} MB can be mounted on {path}");
    }

    /// <summary>Takes all but <paramref name="spare"/> bytes of what is left, in a file of its own.</summary>
    public string FillUp(long spare)
    {
        var ballast = System.IO.Path.Combine(Path, "ballast");
        var free = new DriveInfo(Path).AvailableFreeSpace;
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        try
        {
            for (var left = free - spare; left > 0; left -= block.Length)
                file.Write(block, 0, (int)Math.Min(block.Length, left));
        }
        catch (IOException) when (new DriveInfo(Path).AvailableFreeSpace <= spare)
        {
            // Somebody else has taken the rest meanwhile: it is as full as it was to be.
        }

        return ballast;
    }

    public void Dispose()
    {
        Run("umount", ["-l", Path]);
        Directory.Delete(Path, recursive: true);
    }

    private static string? WhyMissing()
    {
        if (!OperatingSystem.IsLinux())
            return "only Linux has a tmpfs to mount";
        try
        {
            Mount(megabytes: 1).Dispose();
            return null;
        }
        catch (InvalidOperationException)
        {
            return "a tmpfs cannot be mounted here: root is needed";
        }
    }

    private static bool Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A theory that needs a <see cref="SmallDisk"/>, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = SmallDisk.Missing;
}
