using Pika.Actors.Execution;
using Pika.Actors.Replication.Waiting;

namespace Pika.Actors.Commands;

/// <summary>The commands that wait until other servers have what their client has written.</summary>
internal static class WaitCommands
{
    private const string WaitOnReplica =
        "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable "
        + "(which is not the default) writes to replicas are just local and are not propagated.";

    private const string WaitAofOnReplica =
        "ERR WAITAOF cannot be used with replica instances. Please also note that writes to replicas are just local and are not propagated.";

    /// <summary>WAIT numreplicas timeout</summary>
    public static void Wait(CommandContext c)
    {
        if (c.Node.Replication.IsReplica)
        {
            c.Error(WaitOnReplica);
        }
        else if (c.TryInteger(1, out long replicas) && c.TryMilliseconds(2, out long timeout))
        {
            AnswerOrWait(c, new AckWait(c.Node, c.Client.LastWriteIndex, replicas, timeout));
        }
    }

    /// <summary>WAITAOF numlocal numreplicas timeout</summary>
    public static void WaitAof(CommandContext c)
    {
        if (
            !TryInRange(c, 1, 1, "ERR value is out of range, value must between 0 and 1", out long here)
            || !TryInRange(c, 2, long.MaxValue, "ERR value is out of range, must be positive", out long replicas)
            || !c.TryMilliseconds(3, out long timeout)
        )
        {
            return;
        }

        if (c.Node.Replication.IsReplica)
        {
            c.Error(WaitAofOnReplica);
            return;
        }

        AnswerOrWait(c, new AckWait(c.Node, c.Client.LastWriteIndex, replicas, timeout) { OnDisk = true, Here = here == 1 });
    }

    private static void AnswerOrWait(CommandContext c, AckWait wait)
    {
        // Between MULTI and EXEC nothing waits.
        if (c.InTurn || wait.IsMet)
        {
            wait.Answer(c.Reply);
        }
        else
        {
            c.Acks = wait;
        }
    }

    private static bool TryInRange(CommandContext c, int index, long most, string error, out long value)
    {
        string notANumber = most == long.MaxValue ? error : "ERR value is not an integer or out of range";
        if (!c.TryInteger(index, out value, notANumber))
        {
            return false;
        }

        if (value >= 0 && value <= most)
        {
            return true;
        }

        c.Error(error);
        return false;
    }
}
