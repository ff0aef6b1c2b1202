namespace Pika.Storage.Rdb;

/// <summary>Where the bytes of an RDB file come from, a window at a time.</summary>
public interface IRdbSource
{
    /// <summary>The bytes from an offset on: at least so many, which are known to be there. Valid until the next call.</summary>
    ReadOnlySpan<byte> Window(long offset, int atLeast);
}
