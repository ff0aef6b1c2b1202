namespace Pika.Storage.Rdb;

/// <summary>Finds where a value ends, without looking into what is packed.</summary>
internal static class RdbValueSkipper
{
    /// <summary>Goes on behind a value whose type byte has been read.</summary>
    /// <exception cref="RdbException">It is damaged, a module's, or of no known type.</exception>
    public static void Skip(ref RdbInput input, RdbType type)
    {
        switch (type)
        {
            case RdbType.List or RdbType.Set or RdbType.ListQuicklist:
                SkipStrings(ref input, 1);
                break;
            case RdbType.Hash:
                SkipStrings(ref input, 2);
                break;
            case RdbType.Zset or RdbType.Zset2:
                SkipZset(ref input, type);
                break;
            case RdbType.ListQuicklist2:
                for (long nodes = input.ReadCount(); nodes > 0; nodes--)
                {
                    input.ReadLength();
                    input.SkipString();
                }

                break;
            case RdbType.StreamListpacks or RdbType.StreamListpacks2 or RdbType.StreamListpacks3:
                SkipStream(ref input, type);
                break;
            case RdbType.ModulePreGa or RdbType.Module2:
                throw input.Damaged("the value belongs to a module, and there are no modules here");
            case RdbType.String
            or (>= RdbType.HashZipmap and <= RdbType.HashZiplist)
            or RdbType.HashListpack
            or RdbType.ZsetListpack
            or RdbType.SetListpack:
                input.SkipString();
                break;
            default:
                throw input.Damaged($"{(int)type} is no type of a value");
        }
    }

    private static void SkipStrings(ref RdbInput input, int each)
    {
        for (long left = input.ReadCount() * each; left > 0; left--)
        {
            input.SkipString();
        }
    }

    private static void SkipZset(ref RdbInput input, RdbType type)
    {
        for (long left = input.ReadCount(); left > 0; left--)
        {
            input.SkipString();
            int score = type == RdbType.Zset2 ? sizeof(double) : input.ReadByte();
            input.Skip(type == RdbType.Zset2 || score < RdbFormat.ScoreNan ? score : 0);
        }
    }

    private static void SkipStream(ref RdbInput input, RdbType type)
    {
        SkipStrings(ref input, 2);

        // Length and last id; then first id, largest deleted id, entries added.
        SkipNumbers(ref input, type == RdbType.StreamListpacks ? 3 : 8);
        for (long groups = input.ReadCount(); groups > 0; groups--)
        {
            input.SkipString();
            SkipNumbers(ref input, type == RdbType.StreamListpacks ? 2 : 3);
            for (long pending = input.ReadCount(); pending > 0; pending--)
            {
                input.Skip(RdbStreamId.Size + sizeof(long));
                input.ReadLength();
            }

            for (long consumers = input.ReadCount(); consumers > 0; consumers--)
            {
                input.SkipString();
                input.Skip(type == RdbType.StreamListpacks3 ? 2 * sizeof(long) : sizeof(long));
                input.Skip(input.ReadCount() * RdbStreamId.Size);
            }
        }
    }

    private static void SkipNumbers(ref RdbInput input, int count)
    {
        for (; count > 0; count--)
        {
            input.ReadLength();
        }
    }
}
