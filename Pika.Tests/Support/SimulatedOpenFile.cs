using System.Runtime.InteropServices;
using Pika.Storage.Files;

namespace Pika.Tests.Support;

/// <summary>One open file on a <see cref="SimulatedFileSystem"/>, for appending or reading.</summary>
internal sealed class SimulatedOpenFile(SimulatedFileSystem disk, string path, SimulatedFile file) : IAppendFile, IReadFile
{
    public long Length
    {
        get
        {
            lock (disk.Gate)
            {
                return file.Bytes.Count;
            }
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (disk.Gate)
        {
            disk.Step();
            var fits = (int)Math.Clamp(disk.Capacity - disk.Used, 0, bytes.Length);
            file.Bytes.AddRange(bytes[..fits]);
            if (fits < bytes.Length)
            {
                throw new DiskFullException(path);
            }
        }
    }

    public void Sync()
    {
        lock (disk.Gate)
        {
            disk.Step();
            if (disk.NextSyncFails())
            {
                file.FailSync();
                throw new IOException($"cannot sync '{path}': injected");
            }

            disk.Syncs++;
            file.Sync();
        }
    }

    public void Truncate(long length)
    {
        lock (disk.Gate)
        {
            disk.Step();
            file.Bytes.RemoveRange((int)length, file.Bytes.Count - (int)length);
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (disk.Gate)
        {
            disk.ThrowIfDead();
            var count = (int)Math.Clamp(file.Bytes.Count - offset, 0, buffer.Length);
            if (count > 0)
            {
                CollectionsMarshal.AsSpan(file.Bytes).Slice((int)offset, count).CopyTo(buffer);
            }

            return count;
        }
    }

    public void Dispose() { }
}
