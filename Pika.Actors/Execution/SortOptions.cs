namespace Pika.Actors.Execution;

/// <summary>The options of SORT and SORT_RO; what is the place of a word is 0 if the word is missing.</summary>
internal struct SortOptions
{
    /// <summary>ALPHA: by bytes, not by number.</summary>
    public bool Alpha;

    /// <summary>DESC.</summary>
    public bool Descending;

    /// <summary>The first to return.</summary>
    public long Offset;

    /// <summary>How many to return; all if it is negative.</summary>
    public long Limit;

    /// <summary>The word with the pattern of the weights.</summary>
    public int By;

    /// <summary>The word with the key for the result.</summary>
    public int Store;

    /// <summary>The words with the patterns of what is returned for each element.</summary>
    public List<int> Get;

    /// <summary>Reads the options after the key. False: they are wrong, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, bool mayStore, out SortOptions options)
    {
        options = new SortOptions { Limit = -1, Get = [] };
        for (int i = 2; i < c.Count; i++)
        {
            int left = c.Count - i - 1;
            if (c.Is(i, "asc"u8) || c.Is(i, "desc"u8))
            {
                options.Descending = c.Is(i, "desc"u8);
            }
            else if (c.Is(i, "alpha"u8))
            {
                options.Alpha = true;
            }
            else if (c.Is(i, "limit"u8) && left >= 2)
            {
                if (!c.TryInteger(++i, out options.Offset) || !c.TryInteger(++i, out options.Limit))
                {
                    return false;
                }
            }
            else if (c.Is(i, "store"u8) && left >= 1 && mayStore)
            {
                options.Store = ++i;
            }
            else if (c.Is(i, "by"u8) && left >= 1)
            {
                options.By = ++i;
            }
            else if (c.Is(i, "get"u8) && left >= 1)
            {
                options.Get.Add(++i);
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }
}
