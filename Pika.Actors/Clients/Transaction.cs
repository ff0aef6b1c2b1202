using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>A client's MULTI queue and its watched keys.</summary>
public sealed class Transaction
{
    /// <summary>Between MULTI and EXEC or DISCARD.</summary>
    public bool Open { get; private set; }

    /// <summary>A command could not be queued, so EXEC is going to refuse.</summary>
    public bool Broken { get; set; }

    /// <summary>What EXEC is going to run.</summary>
    public List<QueuedCommand> Queue { get; } = [];

    /// <summary>The arguments in the queue, in bytes.</summary>
    public long QueuedBytes { get; private set; }

    /// <summary>The clients that a CLIENT KILL inside EXEC has found: they are cut when EXEC is over.</summary>
    internal List<Client> Victims { get; } = [];

    /// <summary>The keys under WATCH; null when there are none.</summary>
    public WatchSet? Watched { get; set; }

    /// <summary>MULTI.</summary>
    public void Begin() => Open = true;

    /// <summary>Adds a command; the request is copied, since it outlives its buffer.</summary>
    public void Add(CommandSpec command, in Request request)
    {
        Queue.Add(new QueuedCommand(command, request.Copy()));
        QueuedBytes += request.TotalLength;
    }

    /// <summary>Back to the state before MULTI; watches are dropped as well.</summary>
    public void End()
    {
        Open = false;
        Broken = false;
        Queue.Clear();
        QueuedBytes = 0;
        Victims.Clear();
        Unwatch();
    }

    /// <summary>Forgets the watched keys.</summary>
    public void Unwatch()
    {
        Watched?.Drop();
        Watched = null;
    }
}

/// <summary>A command that waits for EXEC.</summary>
public readonly record struct QueuedCommand(CommandSpec Command, Request Request);
