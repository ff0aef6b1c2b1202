using System.Buffers;
using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>BITOP.</summary>
internal static class BitOpCommands
{
    /// <summary>
    /// Bytes of the result that are computed at a time: memory stays small for strings of any size, and opening each source again is
    /// rare. A multiple of the chunk size.
    /// </summary>
    private const int Segment = 256 * StringType.ChunkSize;

    /// <summary>BITOP operation destkey key [key ...]</summary>
    public static void BitOp(CommandContext c)
    {
        if (!TryOperation(c, out var operation) || !TryLength(c, out long length))
        {
            return;
        }

        if (!c.Keyspace.MayProcess(length * (c.Count - 3)))
        {
            return;
        }

        using var old = c.Keyspace.Find(c[2]);
        if (length > 0)
        {
            Store(c, operation, length, old);
            c.Notify(NotifyEvent.String, "set"u8, c[2]);
        }
        else if (old.Exists)
        {
            c.Keyspace.Remove(c[2], old);
            c.Notify(NotifyEvent.Generic, "del"u8, c[2]);
        }

        c.Reply.Integer(length);
    }

    private static bool TryOperation(CommandContext c, out BitOperation operation)
    {
        operation =
            c.Is(1, "and"u8) ? BitOperation.And
            : c.Is(1, "or"u8) ? BitOperation.Or
            : c.Is(1, "xor"u8) ? BitOperation.Xor
            : BitOperation.Not;
        if (operation == BitOperation.Not && !c.Is(1, "not"u8))
        {
            c.SyntaxError();
            return false;
        }

        if (operation == BitOperation.Not && c.Count != 4)
        {
            c.Error("ERR BITOP NOT must be called with a single source key.");
            return false;
        }

        return true;
    }

    private static bool TryLength(CommandContext c, out long length)
    {
        length = 0;
        for (int i = 3; i < c.Count; i++)
        {
            using var source = c.Keyspace.Lookup(c[i]);
            if (c.IsWrongType(source, ValueType.String))
            {
                return false;
            }

            length = Math.Max(length, StringType.Length(source));
        }

        return true;
    }

    private static void Store(CommandContext c, BitOperation operation, long length, in KeyRow old)
    {
        int size = (int)Math.Min(length, Segment);
        byte[] result = ArrayPool<byte>.Shared.Rent(size);
        byte[] operand = ArrayPool<byte>.Shared.Rent(size);
        if (length <= StringType.InlineLimit)
        {
            Compute(c, operation, 0, result.AsSpan(0, size), operand);
            StringType.Put(c.Keyspace, c[2], result.AsSpan(0, size), 0, old);
        }
        else
        {
            // The destination may be a source: its meta row changes only when all has been read.
            ulong version = c.Keyspace.NewVersion();
            for (long offset = 0; offset < length && !c.Keyspace.Incomplete; offset += size)
            {
                var segment = result.AsSpan(0, (int)Math.Min(length - offset, size));
                Compute(c, operation, offset, segment, operand);
                StringType.PutChunks(c.Keyspace, c[2], version, offset, segment);
            }

            StringType.PutChunked(c.Keyspace, c[2], version, length, 0, old);
        }

        ArrayPool<byte>.Shared.Return(operand);
        ArrayPool<byte>.Shared.Return(result);
    }

    private static void Compute(CommandContext c, BitOperation operation, long offset, Span<byte> result, byte[] operand)
    {
        Read(c, 3, offset, result);
        if (operation == BitOperation.Not)
        {
            Bits.Invert(result);
        }

        var next = operand.AsSpan(0, result.Length);
        for (int i = 4; i < c.Count; i++)
        {
            Read(c, i, offset, next);
            Bits.Combine(operation, result, next);
        }
    }

    private static void Read(CommandContext c, int key, long offset, Span<byte> into)
    {
        using var source = c.Keyspace.Find(c[key]);
        StringType.Read(c.Keyspace, c[key], source, offset, into);
    }
}
