namespace Pika.Host.Check;

/// <summary>
/// At which record two nodes are compared. Nodes at rest are met at the end of the one that is further. Nodes that move are met a little ahead, by how fast they
/// move; who comes too late looks further ahead the next time.
/// </summary>
internal static class MeetingPoint
{
    /// <summary>How far ahead the first try looks: what two orders over a network and a busy node need.</summary>
    private static readonly TimeSpan FirstLead = TimeSpan.FromMilliseconds(200);

    /// <summary>Looking further ahead than this only makes the operator wait.</summary>
    private static readonly TimeSpan LongestLead = TimeSpan.FromSeconds(10);

    /// <summary>The record to meet at.</summary>
    /// <param name="end">The last record of the node that is further.</param>
    /// <param name="perSecond">Records a second that are written.</param>
    /// <param name="tries">How many tries were too late.</param>
    public static long Ahead(long end, double perSecond, int tries)
    {
        if (perSecond <= 0 && tries == 0)
        {
            return end;
        }

        double lead = Math.Min(FirstLead.TotalSeconds * Math.Pow(2, tries), LongestLead.TotalSeconds);
        return end + (tries == 0 ? 0 : 1) + (long)Math.Ceiling(Math.Max(0, perSecond) * lead);
    }
}
