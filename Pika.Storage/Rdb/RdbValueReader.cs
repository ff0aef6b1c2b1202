using System.Buffers.Text;
using System.Diagnostics;

namespace Pika.Storage.Rdb;

/// <summary>
/// Reads one value of any encoding and tells a visitor what it is made of. Memory is bounded by the longest string in it; time by the bytes read,
/// and by what compressed ones become.
/// </summary>
public sealed class RdbValueReader : IDisposable
{
    private readonly RdbScratch _first = new();
    private readonly RdbScratch _second = new();

    /// <summary>Reads a value whose type byte has been read.</summary>
    /// <exception cref="RdbException">It is damaged, a module's, or of no known type.</exception>
    public void Read<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        switch (type)
        {
            case RdbType.String:
                visitor.String(input.ReadString(_first));
                break;
            case RdbType.List:
                visitor.Begin(RdbKind.List);
                for (long left = CountAtLeastOne(ref input); left > 0; left--)
                {
                    visitor.Element(input.ReadString(_first));
                }

                break;
            case RdbType.Set:
                visitor.Begin(RdbKind.Set);
                for (long left = CountAtLeastOne(ref input); left > 0; left--)
                {
                    visitor.Member(input.ReadString(_first));
                }

                break;
            case RdbType.Hash:
                visitor.Begin(RdbKind.Hash);
                for (long left = CountAtLeastOne(ref input); left > 0; left--)
                {
                    var field = input.ReadString(_first);
                    visitor.Field(field, input.ReadString(_second));
                }

                break;
            case RdbType.Zset or RdbType.Zset2:
                ReadZset(ref input, type, ref visitor);
                break;
            case RdbType.ListQuicklist or RdbType.ListQuicklist2:
                ReadQuicklist(ref input, type, ref visitor);
                break;
            case RdbType.StreamListpacks or RdbType.StreamListpacks2:
                RdbStreamReader.Read(ref input, type, ref visitor, _first, _second);
                break;
            default:
                ReadPacked(ref input, type, ref visitor);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>The score that stands for text.</summary>
    internal static double ParseScore(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out double score, out int used) && used == text.Length && !double.IsNaN(score))
        {
            return score;
        }

        return text switch
        {
            _ when text.SequenceEqual("inf"u8) || text.SequenceEqual("+inf"u8) => double.PositiveInfinity,
            _ when text.SequenceEqual("-inf"u8) => double.NegativeInfinity,
            _ => throw new RdbException("a score is not a number"),
        };
    }

    private static long CountAtLeastOne(ref RdbInput input)
    {
        long count = input.ReadCount();
        return count > 0 ? count : throw input.Damaged("a collection is empty");
    }

    private void ReadZset<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        visitor.Begin(RdbKind.Zset);
        for (long left = CountAtLeastOne(ref input); left > 0; left--)
        {
            var member = input.ReadString(_first);
            double score = type == RdbType.Zset2 ? input.ReadDouble() : ReadTextScore(ref input);
            visitor.Score(member, double.IsNaN(score) ? throw input.Damaged("a score is not a number") : score);
        }
    }

    private static double ReadTextScore(ref RdbInput input)
    {
        byte length = input.ReadByte();
        return length switch
        {
            RdbFormat.ScoreNan => double.NaN,
            RdbFormat.ScorePositiveInfinity => double.PositiveInfinity,
            RdbFormat.ScoreNegativeInfinity => double.NegativeInfinity,
            _ => ParseScore(input.Read(length)),
        };
    }

    private void ReadQuicklist<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        visitor.Begin(RdbKind.List);
        bool any = false;
        for (long nodes = CountAtLeastOne(ref input); nodes > 0; nodes--)
        {
            ulong container = type == RdbType.ListQuicklist2 ? input.ReadLength() : RdbFormat.PackedNode;
            var bytes = input.ReadString(_first);
            if (container == RdbFormat.PlainNode)
            {
                visitor.Element(bytes);
                any = true;
            }
            else if (container == RdbFormat.PackedNode)
            {
                any |= ReadElements(type == RdbType.ListQuicklist ? Packed.Ziplist(bytes) : Packed.Listpack(bytes), ref visitor);
            }
            else
            {
                throw input.Damaged($"{container} is no kind of a list's node");
            }
        }

        NotEmpty(any);
    }

    private void ReadPacked<TVisitor>(ref RdbInput input, RdbType type, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        if (type is RdbType.ModulePreGa or RdbType.Module2)
        {
            throw input.Damaged("the value belongs to a module, and there are no modules here");
        }

        if (
            type
            is not (>= RdbType.HashZipmap and <= RdbType.HashZiplist or RdbType.HashListpack or RdbType.ZsetListpack or RdbType.SetListpack)
        )
        {
            throw input.Damaged($"{(int)type} is no type of a value");
        }

        var bytes = input.ReadString(_first);
        switch (type)
        {
            case RdbType.HashZipmap:
                visitor.Begin(RdbKind.Hash);
                Zipmap.Read(bytes, ref visitor);
                break;
            case RdbType.SetIntset:
                visitor.Begin(RdbKind.Set);
                Intset.Read(bytes, ref visitor);
                break;
            case RdbType.ListZiplist:
                visitor.Begin(RdbKind.List);
                NotEmpty(ReadElements(Packed.Ziplist(bytes), ref visitor));
                break;
            case RdbType.SetListpack:
                visitor.Begin(RdbKind.Set);
                ReadMembers(Packed.Listpack(bytes), ref visitor);
                break;
            case RdbType.ZsetZiplist or RdbType.ZsetListpack:
                visitor.Begin(RdbKind.Zset);
                ReadScores(type == RdbType.ZsetZiplist ? Packed.Ziplist(bytes) : Packed.Listpack(bytes), ref visitor);
                break;
            case RdbType.HashZiplist or RdbType.HashListpack:
                visitor.Begin(RdbKind.Hash);
                ReadFields(type == RdbType.HashZiplist ? Packed.Ziplist(bytes) : Packed.Listpack(bytes), ref visitor);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static bool ReadElements<TVisitor>(Packed packed, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        Span<byte> scratch = stackalloc byte[Packed.LongestInteger];
        bool any = false;
        for (; packed.Next(); any = true)
        {
            visitor.Element(packed.Text(scratch));
        }

        return any;
    }

    private static void ReadMembers<TVisitor>(Packed packed, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        Span<byte> scratch = stackalloc byte[Packed.LongestInteger];
        bool any = false;
        for (; packed.Next(); any = true)
        {
            visitor.Member(packed.Text(scratch));
        }

        NotEmpty(any);
    }

    private static void ReadFields<TVisitor>(Packed packed, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        Span<byte> first = stackalloc byte[Packed.LongestInteger];
        Span<byte> second = stackalloc byte[Packed.LongestInteger];
        bool any = false;
        for (; packed.Next(); any = true)
        {
            var field = packed.Text(first);
            packed.Need();
            visitor.Field(field, packed.Text(second));
        }

        NotEmpty(any);
    }

    private static void ReadScores<TVisitor>(Packed packed, ref TVisitor visitor)
        where TVisitor : IRdbVisitor, allows ref struct
    {
        Span<byte> first = stackalloc byte[Packed.LongestInteger];
        Span<byte> second = stackalloc byte[Packed.LongestInteger];
        bool any = false;
        for (; packed.Next(); any = true)
        {
            var member = packed.Text(first);
            packed.Need();
            visitor.Score(member, packed.IsInteger ? packed.Integer : ParseScore(packed.Text(second)));
        }

        NotEmpty(any);
    }

    private static void NotEmpty(bool any)
    {
        if (!any)
        {
            throw new RdbException("a collection is empty");
        }
    }
}
