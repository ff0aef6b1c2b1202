using System.Buffers.Binary;
using Pika.Storage.Files;

namespace Pika.Storage.Snapshots;

/// <summary>
/// The file that tells which files of a staged snapshot are complete, and their checksums. An entry is a hint: whoever resumes reads the file and
/// compares. So it is never synced, and a torn end is cut off.
/// </summary>
internal sealed class StagedList(IFileSystem files, string path, ulong snapshot) : IDisposable
{
    /// <summary>Bytes of an entry: file (u32), its checksum (u32), CRC32C of the snapshot's id and these (u32).</summary>
    private const int EntrySize = 12;

    private IAppendFile? _file;

    /// <summary>Reads what is sound, and cuts the rest off.</summary>
    /// <param name="count">The number of files of the snapshot.</param>
    public IReadOnlyList<(int File, uint Crc)> Read(int count)
    {
        var found = new List<(int File, uint Crc)>();
        byte[] bytes = WholeFiles.Read(files, path, SnapshotFormat.MaxFiles * EntrySize) ?? [];
        for (var rest = bytes.AsSpan(); rest.Length >= EntrySize; rest = rest[EntrySize..])
        {
            var entry = Entry(BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            int file = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (!rest[..EntrySize].SequenceEqual(entry) || (uint)file >= (uint)count)
            {
                break;
            }

            found.Add((file, BinaryPrimitives.ReadUInt32LittleEndian(rest[4..])));
        }

        Open().Truncate((long)found.Count * EntrySize);
        return found;
    }

    /// <summary>Adds a file that is complete.</summary>
    public void Add(int file, uint crc) => Open().Append(Entry(file, crc));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private IAppendFile Open() => _file ??= files.OpenAppend(path);

    private byte[] Entry(int file, uint crc)
    {
        Span<byte> covered = stackalloc byte[sizeof(ulong) + 8];
        BinaryPrimitives.WriteUInt64LittleEndian(covered, snapshot);
        BinaryPrimitives.WriteInt32LittleEndian(covered[sizeof(ulong)..], file);
        BinaryPrimitives.WriteUInt32LittleEndian(covered[(sizeof(ulong) + 4)..], crc);
        byte[] entry = new byte[EntrySize];
        covered[sizeof(ulong)..].CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), Crc32C.Append(0, covered));
        return entry;
    }
}
