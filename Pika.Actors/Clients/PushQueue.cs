using System.Buffers;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>
/// What a client is to be sent without having asked for it: messages of channels, invalidations, lines of MONITOR, each whole and in RESP already. Any thread
/// adds; only the client's own connection takes them, between two replies, so that nothing ever stands in the middle of one
/// (docs/adr/0009-the-server-speaks-first.md).
/// </summary>
/// <param name="wake">Has the connection look at the queue; must not block.</param>
public sealed class PushQueue(Action wake)
{
    /// <summary>The most that waits under any configuration: an array has an end.</summary>
    public const int MostBytes = 1 << 30;

    private const int FirstSize = 1024;

    private readonly Lock _gate = new();
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Of the connection, while it waits for something else as well; null while it does not.</summary>
    private TaskCompletionSource? _arrival;

    /// <summary>The bytes that wait.</summary>
    public int Length => Volatile.Read(ref _length);

    /// <summary>Adds a message behind the others. Any thread.</summary>
    /// <param name="type">The first byte of the message, which depends on the receiver's protocol.</param>
    /// <param name="message">The message, whose own first byte does not count.</param>
    /// <param name="most">How many bytes may wait.</param>
    /// <returns>False if more would wait than may: the message is dropped, and the client, which misses one, is to be cut.</returns>
    public bool TryAdd(byte type, ReadOnlySpan<byte> message, long most)
    {
        bool first;
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            if (_length + (long)message.Length > Math.Min(most, MostBytes))
            {
                return false;
            }

            Grow(_length + message.Length);
            message.CopyTo(_bytes.AsSpan(_length));
            _bytes[_length] = type;
            first = _length == 0;
            Volatile.Write(ref _length, _length + message.Length);
            (arrival, _arrival) = (_arrival, null);
        }

        arrival?.SetResult();
        if (first)
        {
            wake();
        }

        return true;
    }

    /// <summary>Moves what waits behind the replies. Only for the client's own connection, between two replies.</summary>
    public void MoveTo(RespWriter replies)
    {
        if (Length == 0)
        {
            return;
        }

        byte[] bytes;
        int length;
        lock (_gate)
        {
            (bytes, length) = (_bytes, _length);
            _bytes = [];
            Volatile.Write(ref _length, 0);
        }

        replies.Raw(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Ends when there is something to take, for a connection that waits for something else as well.</summary>
    public Task ArrivalAsync()
    {
        lock (_gate)
        {
            if (_length > 0)
            {
                return Task.CompletedTask;
            }

            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _arrival.Task;
        }
    }

    // The array comes from the pool with the first message and goes back with the last: most clients are never told anything.
    private void Grow(int needed)
    {
        if (needed <= _bytes.Length)
        {
            return;
        }

        byte[] grown = ArrayPool<byte>.Shared.Rent((int)Math.Max(FirstSize, Math.Min(2L * needed, MostBytes)));
        _bytes.AsSpan(0, _length).CopyTo(grown);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = grown;
    }
}
