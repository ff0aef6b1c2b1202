namespace Pika.Actors.Replication.Following;

/// <summary>
/// For how long nothing has come on a link, in ticks of a second that have been handled. So a node that itself stood still, stopped or starved, does not take that
/// time for silence of the other side: what has come meanwhile is handled before the second next tick.
/// </summary>
internal sealed class LinkSilence
{
    private int _ticks;

    /// <summary>Something has come, or the link is a new one.</summary>
    public void Heard() => _ticks = 0;

    /// <summary>A second has passed.</summary>
    /// <param name="timeout">How many seconds of silence are too many.</param>
    /// <returns>Whether the link is to be cut.</returns>
    public bool Tick(int timeout) => ++_ticks > timeout;
}
