using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>The options of XCLAIM.</summary>
internal record struct StreamClaimOptions
{
    /// <summary>The ids, which are the words from 5 on.</summary>
    public int Ids { get; private set; }

    /// <summary>Entries that were delivered later than so many ms ago are left alone.</summary>
    public long LeastIdle { get; private set; }

    /// <summary>When the entries count as delivered, unix ms.</summary>
    public long DeliveredAt { get; private set; }

    /// <summary>RETRYCOUNT; -1 without it.</summary>
    public long Deliveries { get; private set; }

    /// <summary>FORCE: entries that nobody has are claimed too.</summary>
    public bool Force { get; private set; }

    /// <summary>JUSTID: answers ids, and counts no delivery.</summary>
    public bool JustId { get; private set; }

    /// <summary>LASTID: what the group has delivered at least.</summary>
    public StreamId LastId { get; private set; }

    /// <summary>Reads the words after the consumer. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out StreamClaimOptions options)
    {
        options = new StreamClaimOptions { Deliveries = -1, DeliveredAt = -1 };
        if (!c.TryInteger(4, out long idle, "ERR Invalid min-idle-time argument for XCLAIM"))
        {
            return false;
        }

        options.LeastIdle = Math.Max(idle, 0);
        int i = 5;
        while (i < c.Count && StreamIdArgument.IsId(c[i], out _))
        {
            i++;
        }

        options.Ids = i - 5;
        for (; i < c.Count; i++)
        {
            if (!options.TryTake(c, ref i))
            {
                return false;
            }
        }

        // A time that makes no sense is taken for now.
        options.DeliveredAt = options.DeliveredAt < 0 || options.DeliveredAt > c.Now ? c.Now : options.DeliveredAt;
        return true;
    }

    private bool TryTake(CommandContext c, ref int i)
    {
        bool hasValue = i + 1 < c.Count;
        if (c.Is(i, "force"u8))
        {
            Force = true;
        }
        else if (c.Is(i, "justid"u8))
        {
            JustId = true;
        }
        else if (hasValue && c.Is(i, "lastid"u8))
        {
            bool valid = c.TryId(++i, out var id);
            LastId = id;
            return valid;
        }
        else if (hasValue && (c.Is(i, "idle"u8) || c.Is(i, "time"u8) || c.Is(i, "retrycount"u8)))
        {
            return TryNumber(c, ref i);
        }
        else
        {
            c.Reply.Error([.. "ERR Unrecognized XCLAIM option '"u8, .. StreamArguments.UpToZero(c[i]), .. "'"u8]);
            return false;
        }

        return true;
    }

    private bool TryNumber(CommandContext c, ref int i)
    {
        int word = i++;
        string name = Encoding.ASCII.GetString(c[word]).ToUpperInvariant();
        if (!c.TryInteger(i, out long number, $"ERR Invalid {name} option argument for XCLAIM"))
        {
            return false;
        }

        if (name == "RETRYCOUNT")
        {
            Deliveries = number;
        }
        else
        {
            DeliveredAt = name == "IDLE" ? unchecked(c.Now - number) : number;
        }

        return true;
    }
}
