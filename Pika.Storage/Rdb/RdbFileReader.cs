using System.Buffers.Binary;
using System.Globalization;
using Pika.Storage.Files;

namespace Pika.Storage.Rdb;

/// <summary>
/// Walks over the keys of an RDB file, or of one at the beginning of an AOF. Values are found and not read: whoever takes one takes its bytes. Memory is bounded by the
/// longest value that is taken.
/// </summary>
public sealed class RdbFileReader
{
    private const int HeaderSize = 9;
    private const int FirstVersionWithChecksum = 5;
    private const byte Function2 = 245;
    private const byte FunctionPreGa = 246;
    private const byte ModuleAux = 247;
    private const byte Idle = 248;
    private const byte Frequency = 249;
    private const byte Auxiliary = 250;
    private const byte ResizeDatabase = 251;
    private const byte ExpiresAtMs = 252;
    private const byte ExpiresAt = 253;
    private const byte SelectDatabase = 254;
    private const byte EndOfFile = 255;

    private readonly RdbFileSource _source;
    private readonly long _end;
    private readonly RdbScratch _scratch = new();
    private long _valueAt;
    private int _valueLength;

    /// <summary>Reads the header.</summary>
    /// <exception cref="RdbException">It is not that of an RDB file, or of a version that is newer than this.</exception>
    public RdbFileReader(IReadFile file)
    {
        (_source, _end) = (new RdbFileSource(file), file.Length);
        var input = new RdbInput(_source, 0, _end);
        var header = input.Read(HeaderSize);
        if (!IsHeader(header) || !int.TryParse(header[Magic.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            throw new RdbException("this is no RDB file", 0);
        }

        Version = version is >= 1 and <= RdbFormat.NewestVersion
            ? version
            : throw new RdbException($"RDB version {version} is not known; the newest that is read is {RdbFormat.NewestVersion}", 0);
        Position = HeaderSize;
    }

    /// <summary>The first bytes of every RDB file.</summary>
    public static ReadOnlySpan<byte> Magic => "REDIS"u8;

    /// <summary>The file's version.</summary>
    public int Version { get; }

    /// <summary>How far the file has been read; at the end, where the RDB part of it ends.</summary>
    public long Position { get; private set; }

    /// <summary>The database of the present key.</summary>
    public int Database { get; private set; }

    /// <summary>When the present key expires, unix ms; 0 is never.</summary>
    public long ExpireAt { get; private set; }

    /// <summary>The present key; valid until the next move.</summary>
    public ReadOnlyMemory<byte> Key { get; private set; }

    /// <summary>The type of the present key's value.</summary>
    public RdbType Type { get; private set; }

    /// <summary>The libraries of functions so far, which are not values and are skipped.</summary>
    public int SkippedFunctions { get; private set; }

    /// <summary>Whether bytes begin as an RDB file does.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>The bytes of the present value, without its type; valid until the next move.</summary>
    /// <exception cref="RdbException">They are more than fit into one payload.</exception>
    public ReadOnlySpan<byte> Value => _source.Window(_valueAt, _valueLength)[.._valueLength];

    /// <summary>Moves to the next key. False behind the last one, when the checksum has been found right.</summary>
    /// <exception cref="RdbException">The file is damaged, or holds what only a module can read.</exception>
    public bool Next()
    {
        ExpireAt = 0;
        var input = new RdbInput(_source, Position, _end);
        while (true)
        {
            byte opcode = input.ReadByte();
            if (opcode == EndOfFile)
            {
                CheckEnd(ref input);
                return false;
            }

            if (opcode >= Function2)
            {
                ReadNote(ref input, opcode);
                continue;
            }

            ReadKey(ref input, (RdbType)opcode);
            return true;
        }
    }

    private void ReadKey(ref RdbInput input, RdbType type)
    {
        Type = type;
        Key = input.ReadString(_scratch).ToArray();
        _valueAt = input.Position;
        RdbValueSkipper.Skip(ref input, type);
        Position = input.Position;
        long length = Position - _valueAt;
        _valueLength =
            length <= RdbFormat.LongestString - RdbFormat.FooterSize - 1
                ? (int)length
                : throw new RdbException($"a value of {length} bytes does not fit into a payload of 512 MB", _valueAt);
    }

    private void ReadNote(ref RdbInput input, byte opcode)
    {
        switch (opcode)
        {
            case Function2:
                input.SkipString();
                SkippedFunctions++;
                break;
            case Idle:
                input.ReadLength();
                break;
            case Frequency:
                input.ReadByte();
                break;
            case Auxiliary:
                input.SkipString();
                input.SkipString();
                break;
            case ResizeDatabase:
                input.ReadLength();
                input.ReadLength();
                break;
            case ExpiresAtMs:
                ExpireAt = input.ReadInt64();
                break;
            case ExpiresAt:
                ExpireAt = (int)input.ReadUInt32() * 1000L;
                break;
            case SelectDatabase:
                ulong number = input.ReadLength();
                Database = number <= int.MaxValue ? (int)number : throw input.Damaged($"{number} is no database");
                break;
            case ModuleAux:
                throw input.Damaged("the file holds data of a module, and there are no modules here");
            case FunctionPreGa:
                throw input.Damaged("the file holds functions of a release candidate of Redis 7.0");
        }
    }

    private void CheckEnd(ref RdbInput input)
    {
        Position = input.Position;
        if (Version < FirstVersionWithChecksum)
        {
            return;
        }

        ulong computed = _source.ChecksumTo(Position);
        input = new RdbInput(_source, Position, _end);
        ulong stored = BinaryPrimitives.ReadUInt64LittleEndian(input.Read(RdbFormat.ChecksumSize));

        // 0: the file was written without one.
        if (stored != 0 && stored != computed)
        {
            throw new RdbException($"the checksum is {stored:x16} and should be {computed:x16}", Position);
        }

        Position = input.Position;
    }
}
