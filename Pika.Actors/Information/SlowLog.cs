using System.Text;
using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Protocol;

namespace Pika.Actors.Information;

/// <summary>SLOWLOG: the last commands that took longer than <c>slowlog-log-slower-than</c>, the newest first. Any thread may add.</summary>
public sealed class SlowLog
{
    /// <summary>Redis's bound on the arguments kept of one command, the note on those left out included.</summary>
    private const int MaxArguments = 32;

    /// <summary>Redis's bound on the bytes kept of one argument.</summary>
    private const int MaxArgumentBytes = 128;

    private static readonly byte[] Redacted = "(redacted)"u8.ToArray();

    private readonly ServerConfig _config;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<SlowLogEntry> _entries = [];
    private long _nextId;

    /// <summary>An empty log, bounded by the settings in force.</summary>
    public SlowLog(ServerConfig config, TimeProvider time) => (_config, _time) = (config, time);

    /// <summary>The number of entries.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The newest entries, at most <paramref name="count"/> of them.</summary>
    public IReadOnlyList<SlowLogEntry> Newest(int count)
    {
        lock (_gate)
        {
            return [.. _entries.Take(count)];
        }
    }

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Keeps a command if it took long enough.</summary>
    /// <param name="ticks">How long it took, in the clock's ticks.</param>
    internal void Consider(CommandSpec command, in Request request, Client client, long ticks)
    {
        long threshold = _config.SlowLogSlowerThan;
        if (threshold < 0 || command.Is(CommandFlags.SkipSlowLog))
        {
            return;
        }

        double microseconds = ticks * 1_000_000.0 / _time.TimestampFrequency;
        if (microseconds >= threshold)
        {
            Add(command, request, client, (long)microseconds);
        }
    }

    private void Add(CommandSpec command, in Request request, Client client, long microseconds)
    {
        var arguments = Arguments(command, request);
        long seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate)
        {
            _entries.AddFirst(new SlowLogEntry(_nextId++, seconds, microseconds, arguments, client.Address, client.Name));
            while (_entries.Count > _config.SlowLogMaxLength)
            {
                _entries.RemoveLast();
            }
        }
    }

    private static byte[][] Arguments(CommandSpec command, in Request request)
    {
        var kept = new byte[Math.Min(request.Count, MaxArguments)][];
        for (int i = 0; i < kept.Length; i++)
        {
            bool isNote = i == MaxArguments - 1 && request.Count > MaxArguments;
            kept[i] =
                isNote ? Encoding.ASCII.GetBytes($"... ({request.Count - MaxArguments + 1} more arguments)")
                : Secrets.IsSecret(command, request, i) ? Redacted
                : Cut(request[i]);
        }

        return kept;
    }

    private static byte[] Cut(ReadOnlySpan<byte> argument) =>
        argument.Length <= MaxArgumentBytes
            ? argument.ToArray()
            : [.. argument[..MaxArgumentBytes], .. Encoding.ASCII.GetBytes($"... ({argument.Length - MaxArgumentBytes} more bytes)")];
}

/// <summary>A command that took long.</summary>
/// <param name="Id">Grows by one from entry to entry.</param>
/// <param name="Seconds">When it ended, unix time.</param>
/// <param name="Microseconds">How long it took.</param>
/// <param name="Arguments">Its words, long ones and many of them cut.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Name">The client's name.</param>
public sealed record SlowLogEntry(long Id, long Seconds, long Microseconds, IReadOnlyList<byte[]> Arguments, string Address, string Name);
