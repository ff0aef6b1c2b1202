using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>A stack that many push and one empties, oldest first; the messages are its nodes.</summary>
internal struct SystemMessageQueue
{
    private SystemMessage? _newest;

    public readonly bool IsEmpty => _newest is null;

    public void Push(SystemMessage message)
    {
        var newest = Volatile.Read(ref _newest);
        while (true)
        {
            message.Next = newest;
            var seen = Interlocked.CompareExchange(ref _newest, message, newest);
            if (ReferenceEquals(seen, newest))
                return;
            newest = seen;
        }
    }

    /// <summary>Takes all that is there as a list linked by <see cref="SystemMessage.Next"/>, oldest first.</summary>
    public SystemMessage? TakeAll()
    {
        if (Volatile.Read(ref _newest) is null)
            return null;
        var node = Interlocked.Exchange(ref _newest, null);
        SystemMessage? oldest = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
        }

        return oldest;
    }
}
