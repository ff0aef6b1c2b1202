using System.Diagnostics;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication;

/// <summary>
/// A digest over the records of one stream, in their order: master and replica each keep one from the beginning of their link on, and compare them at
/// the same index. So a record that one of them has otherwise than the other is found although each copy is sound by itself.
/// </summary>
/// <param name="start">The record behind which the stream begins.</param>
internal sealed class StreamDigest(ulong start)
{
    /// <summary>The last record that is in the digest; at first the one behind which the stream begins.</summary>
    public ulong Index { get; private set; } = start;

    /// <summary>The digest up to <see cref="Index"/>; 0 at the beginning.</summary>
    public ulong Value { get; private set; }

    /// <summary>Goes on with the next record.</summary>
    /// <param name="record">A whole record, header included.</param>
    public void Add(ReadOnlySpan<byte> record)
    {
        var view = new BinlogRecordView(record);
        Debug.Assert(view.Index == Index + 1, "the digest goes on with the next record");
        Index = view.Index;
        Value = Mix(Value ^ Mix(Index ^ ((ulong)view.Crc << 32)));
    }

    // A bijection that spreads each bit over all others (the finalizer of SplitMix64): what differs once stays different.
    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
