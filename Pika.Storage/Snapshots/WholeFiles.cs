using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>Small files, written and read as a whole, and checksums of large ones.</summary>
public static class WholeFiles
{
    private const string DraftSuffix = ".new";

    /// <summary>Writes a file so that it is there whole or not at all, and durable, when this returns.</summary>
    public static void Write(IFileSystem files, string path, ReadOnlySpan<byte> bytes)
    {
        string draft = path + DraftSuffix;
        files.Delete(draft);
        using (var file = files.OpenAppend(draft))
        {
            file.Append(bytes);
            file.Sync();
        }

        files.Rename(draft, path);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a file that should be small; null if it is missing, or larger than it can be.</summary>
    public static byte[]? Read(IFileSystem files, string path, int most)
    {
        if (!files.FileExists(path))
        {
            return null;
        }

        using var file = files.OpenRead(path);
        if (file.Length > most)
        {
            return null;
        }

        byte[] bytes = new byte[file.Length];
        int read = 0;
        while (read < bytes.Length && file.Read(read, bytes.AsSpan(read)) is > 0 and var count)
        {
            read += count;
        }

        return bytes[..read];
    }

    /// <summary>The checksum of a file as it is on disk; null if it is missing or has another size.</summary>
    public static uint? Crc(IFileSystem files, string path, long size, byte[] buffer)
    {
        if (!files.FileExists(path))
        {
            return null;
        }

        using var file = files.OpenRead(path);
        if (file.Length != size)
        {
            return null;
        }

        uint crc = 0;
        long offset = 0;
        for (int count; offset < size && (count = file.Read(offset, buffer)) > 0; offset += count)
        {
            crc = Crc32C.Append(crc, buffer.AsSpan(0, count));
        }

        return offset == size ? crc : null;
    }
}
