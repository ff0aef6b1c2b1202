using System.Diagnostics;

namespace Pika.Storage.Rdb;

/// <summary>Reads streams: <see cref="RdbStreamFormat"/>.</summary>
internal static class RdbStreamReader
{
    /// <summary>Reads a stream whose type byte has been read.</summary>
    public static void Read<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor, RdbScratch first, RdbScratch second)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        visitor.Begin(RdbKind.Stream);
        var seen = new Seen();
        for (long nodes = input.ReadCount(); nodes > 0; nodes--)
        {
            var key = input.ReadString(second);
            if (key.Length != RdbStreamId.Size)
            {
                throw input.Damaged("the key of a stream's node is no id");
            }

            var origin = RdbStreamId.Read(key);
            ReadNode(Packed.Listpack(input.ReadString(first)), origin, ref seen, ref visitor);
        }

        var tail = ReadTail(ref input, type, seen);
        visitor.EndEntries(tail);
        for (long groups = input.ReadCount(); groups > 0; groups--)
        {
            RdbGroupReader.Read(ref input, type, ref visitor, first);
        }
    }

    private static RdbStreamTail ReadTail(ref RdbInput input, RdbType type, Seen seen)
    {
        ulong length = input.ReadLength();
        var lastId = ReadId(ref input);
        bool complete = type != RdbType.StreamListpacks;
        var firstId =
            complete ? ReadId(ref input)
            : seen.Count > 0 ? seen.First
            : RdbStreamId.Max;
        var tail = new RdbStreamTail
        {
            Length = seen.Count,
            LastId = lastId,
            FirstId = firstId,
            MaxDeletedId = complete ? ReadId(ref input) : default,
            EntriesAdded = complete ? checked((long)Math.Min(input.ReadLength(), long.MaxValue)) : seen.Count,
        };
        if (length != (ulong)seen.Count || lastId.CompareTo(seen.Last) < 0 || (seen.Count > 0 && firstId != seen.First))
        {
            throw input.Damaged($"a stream of {seen.Count} entries says that it has {length}, or does not know its first or last id");
        }

        return tail;
    }

    /// <summary>An id as two numbers.</summary>
    internal static RdbStreamId ReadId(ref RdbInput input)
    {
        ulong ms = input.ReadLength();
        return new RdbStreamId(ms, input.ReadLength());
    }

    private static void ReadNode<TVisitor>(Packed packed, RdbStreamId origin, ref Seen seen, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        long live = packed.NeedInteger();
        long deleted = packed.NeedInteger();
        long names = packed.NeedInteger();
        if (live < 0 || deleted < 0 || names < 0)
        {
            throw new RdbException("a stream's node counts below zero");
        }

        // The names are read again, from here, by each entry that has the same.
        var master = packed;
        for (long i = 0; i < names; i++)
        {
            packed.Need();
        }

        if (packed.NeedInteger() != 0)
        {
            throw new RdbException("the names in a stream's node do not end");
        }

        while (packed.Next())
        {
            long flags = packed.Integer;
            bool isDeleted = (flags & RdbStreamFormat.DeletedFlag) != 0;
            var id = Add(origin, packed.NeedInteger(), packed.NeedInteger());
            if (isDeleted)
            {
                deleted--;
            }
            else
            {
                live--;
                seen.Note(id);
            }

            ReadFields(ref packed, (flags & RdbStreamFormat.SameFieldsFlag) != 0 ? names : -1, master, isDeleted, id, ref visitor);
        }

        if (live != 0 || deleted != 0)
        {
            throw new RdbException("a stream's node has another number of entries than it says");
        }
    }

    // names: as many as in the beginning of the node; negative if the entry has its own.
    private static void ReadFields<TVisitor>(
        ref Packed packed,
        long names,
        Packed master,
        bool isDeleted,
        RdbStreamId id,
        ref TVisitor visitor
    )
        where TVisitor : IRdbVisitor, allows ref struct
    {
        bool isSame = names >= 0;
        long fields = isSame ? names : packed.NeedInteger();
        if (fields < 0 || fields > int.MaxValue)
        {
            throw new RdbException("an entry of a stream has an impossible number of fields");
        }

        if (!isDeleted)
        {
            visitor.Entry(id, (int)fields);
        }

        Span<byte> first = stackalloc byte[Packed.LongestInteger];
        Span<byte> second = stackalloc byte[Packed.LongestInteger];
        for (long i = 0; i < fields; i++)
        {
            ref var named = ref isSame ? ref master : ref packed;
            named.Need();
            var field = named.Text(first);
            packed.Need();
            if (!isDeleted)
            {
                visitor.EntryField(field, packed.Text(second));
            }
        }

        if (packed.NeedInteger() != RdbStreamFormat.Elements(fields, isSame))
        {
            throw new RdbException("an entry of a stream has another size than it says");
        }
    }

    private static RdbStreamId Add(RdbStreamId origin, long ms, long sequence) =>
        new(origin.Ms + (ulong)ms, origin.Sequence + (ulong)sequence);

    /// <summary>The entries told so far.</summary>
    private struct Seen
    {
        public long Count;
        public RdbStreamId First;
        public RdbStreamId Last;

        public void Note(RdbStreamId id)
        {
            Debug.Assert(Count >= 0, "entries are counted up from 0");
            if (id.CompareTo(Last) <= 0 && (Count > 0 || id == default))
            {
                throw new RdbException("the ids of a stream do not grow");
            }

            First = Count == 0 ? id : First;
            (Last, Count) = (id, Count + 1);
        }
    }
}
