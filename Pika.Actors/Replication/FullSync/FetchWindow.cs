namespace Pika.Actors.Replication.FullSync;

/// <summary>How many pieces of a snapshot are asked for at the same time: enough to keep link and disk busy, few enough to be held in memory.</summary>
internal sealed class FetchWindow
{
    /// <summary>Pieces that are asked for and not on disk: 8 MB.</summary>
    public const int Most = 8;

    private int _open;

    /// <summary>Whether another piece may be asked for.</summary>
    public bool IsOpen => _open < Most;

    /// <summary>A piece is asked for.</summary>
    public void Asked() => _open++;

    /// <summary>A piece is on disk.</summary>
    public void Written() => _open--;

    /// <summary>What was asked for is not coming.</summary>
    public void Reset() => _open = 0;
}
