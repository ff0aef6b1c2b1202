using System.Text;

namespace Pika.Protocol;

/// <summary>
/// One command with its arguments; <c>this[0]</c> is the command's name. The bytes belong to the connection's query buffer
/// and are valid until <see cref="RequestReader.Release"/>; <see cref="Copy"/> gives a request that owns its bytes.
/// </summary>
public readonly struct Request
{
    private readonly byte[] _buffer;
    private readonly ArgumentRange[] _ranges;
    private readonly int _base;
    private readonly int _first;

    internal Request(byte[] buffer, int origin, ArgumentRange[] ranges, int first, int count)
    {
        _buffer = buffer;
        _base = origin;
        _ranges = ranges;
        _first = first;
        Count = count;
    }

    /// <summary>The number of arguments, the command's name included; at least 1.</summary>
    public int Count { get; }

    /// <summary>The bytes of argument <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var range = RangeOf(index);
            return new ReadOnlySpan<byte>(_buffer, _base + range.Offset, range.Length);
        }
    }

    /// <summary>The bytes of argument <paramref name="index"/> for those who must keep them across a call; the lifetime is the same.</summary>
    public ReadOnlyMemory<byte> Memory(int index)
    {
        var range = RangeOf(index);
        return new ReadOnlyMemory<byte>(_buffer, _base + range.Offset, range.Length);
    }

    /// <summary>The request without its first <paramref name="count"/> arguments: the same bytes, the same lifetime.</summary>
    public Request Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)count, (uint)Count, nameof(count));
        return new Request(_buffer, _base, _ranges, _first + count, Count - count);
    }

    /// <summary>The sum of the arguments' lengths in bytes.</summary>
    public long TotalLength
    {
        get
        {
            long total = 0;
            for (var i = 0; i < Count; i++)
                total += _ranges[_first + i].Length;

            return total;
        }
    }

    /// <summary>The same request in memory of its own, for those that outlive the buffer (MULTI, blocked clients).</summary>
    public Request Copy()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(checked((int)TotalLength));
        var ranges = new ArgumentRange[Count];
        var offset = 0;
        for (var i = 0; i < Count; i++)
        {
            var argument = this[i];
            argument.CopyTo(buffer.AsSpan(offset));
            ranges[i] = new ArgumentRange(offset, argument.Length);
            offset += argument.Length;
        }

        return new Request(buffer, 0, ranges, 0, Count);
    }

    /// <summary>A request from arguments at hand: scripts, internal commands, tests.</summary>
    public static Request Of(params ReadOnlySpan<string> arguments)
    {
        var bytes = new byte[arguments.Length][];
        for (var i = 0; i < arguments.Length; i++)
            bytes[i] = Encoding.UTF8.GetBytes(arguments[i]);

        return Of(bytes);
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{string})"/>
    public static Request Of(params ReadOnlySpan<byte[]> arguments)
    {
        var length = 0;
        foreach (var argument in arguments)
            length += argument.Length;

        var buffer = new byte[length];
        var ranges = new ArgumentRange[arguments.Length];
        var offset = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i].CopyTo(buffer, offset);
            ranges[i] = new ArgumentRange(offset, arguments[i].Length);
            offset += arguments[i].Length;
        }

        return new Request(buffer, 0, ranges, 0, arguments.Length);
    }

    /// <summary>For logs and test output: the arguments with unprintable bytes escaped.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
                text.Append(' ');

            foreach (var b in this[i])
            {
                _ = b is >= 0x20 and < 0x7f ? text.Append((char)b) : text.Append($"\\x{b:x2}");
            }
        }

        return text.ToString();
    }

    private ArgumentRange RangeOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _ranges[_first + index];
    }
}
