using System.Globalization;
using System.Text;
using Pika.Actors.PubSub;

namespace Pika.Actors.Clients;

/// <summary>The lines of CLIENT LIST: Redis 7.0's fields, and 7.2's names of libraries at the end.</summary>
internal static class ClientDescription
{
    /// <summary>What a connection takes beside its buffers: session, parser, pipes.</summary>
    private const int BaseBytes = 2048;

    private const int MillisecondsPerSecond = 1000;

    /// <summary>A line for each client.</summary>
    public static string Of(IEnumerable<Client> clients, long nowMs)
    {
        var text = new StringBuilder();
        foreach (var client in clients)
        {
            Append(text, client, nowMs);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Client client, long nowMs)
    {
        var (used, free) = client.QueryBuffer;
        long output = client.UnsentBytes;
        long queued = client.Transaction.QueuedBytes;
        text.Append(
            CultureInfo.InvariantCulture,
            $"id={client.Id} addr={client.Address} laddr={client.LocalAddress} fd={client.FileDescriptor}"
        );
        text.Append(CultureInfo.InvariantCulture, $" name={client.Name} age={Seconds(nowMs - client.CreatedMs)}");
        text.Append(CultureInfo.InvariantCulture, $" idle={Seconds(nowMs - client.LastCommandMs)} flags={Flags(client)}");
        text.Append(CultureInfo.InvariantCulture, $" db={client.Database.Number} sub={Count(client, ChannelKind.Channel)}");
        text.Append(CultureInfo.InvariantCulture, $" psub={Count(client, ChannelKind.Pattern)} ssub={Count(client, ChannelKind.Shard)}");
        text.Append(CultureInfo.InvariantCulture, $" multi={(client.Transaction.Open ? client.Transaction.Queue.Count : -1)}");
        text.Append(CultureInfo.InvariantCulture, $" qbuf={used} qbuf-free={free} argv-mem=0 multi-mem={queued}");
        text.Append(CultureInfo.InvariantCulture, $" rbs=0 rbp=0 obl={output} oll=0 omem={output}");
        text.Append(
            CultureInfo.InvariantCulture,
            $" tot-mem={BaseBytes + used + free + queued + output} events=r cmd={client.LastCommand}"
        );
        text.Append(CultureInfo.InvariantCulture, $" user=default redir={client.Tracking?.Mode?.Redirect ?? -1} resp={client.Protocol}");
        text.Append(CultureInfo.InvariantCulture, $" lib-name={client.LibraryName} lib-ver={client.LibraryVersion}\n");
    }

    private static int Count(Client client, ChannelKind kind) => client.Subscriptions?.CountOf(kind) ?? 0;

    private static long Seconds(long milliseconds) => Math.Max(0, milliseconds) / MillisecondsPerSecond;

    private static string Flags(Client client)
    {
        var flags = new StringBuilder();
        flags.Append(client.IsReplica ? "S" : "");
        flags.Append(client.IsMonitor ? "O" : "");
        flags.Append(client.IsSubscriber ? "P" : "");
        flags.Append(client.Transaction.Open ? "x" : "");
        flags.Append(client.Blocked is not null ? "b" : "");
        if (client.Tracking is { Mode: { } mode } tracking)
        {
            flags.Append('t').Append(tracking.IsBroken ? "R" : "").Append(mode.Broadcast ? "B" : "");
        }

        flags.Append(client.Transaction.Watched is { Dirty: true } ? "d" : "");
        flags.Append(client.CloseAfterReply ? "c" : "");
        flags.Append(client.Killed ? "A" : "");
        flags.Append(client.NoEvict ? "e" : "");
        flags.Append(client.NoTouch ? "T" : "");
        return flags.Length == 0 ? "N" : flags.ToString();
    }
}
