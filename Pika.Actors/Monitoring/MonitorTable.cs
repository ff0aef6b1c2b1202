using Pika.Actors.Clients;
using Pika.Actors.PubSub;
using Pika.Protocol;

namespace Pika.Actors.Monitoring;

/// <summary>The clients that watch all commands: MONITOR. Owned by the node; any thread.</summary>
public sealed class MonitorTable
{
    private readonly Mail _mail;
    private readonly Lock _gate = new();

    /// <summary>Replaced as a whole, so that it is read without the lock.</summary>
    private volatile Client[] _watchers = [];

    /// <summary>Nobody watches.</summary>
    internal MonitorTable(Mail mail) => _mail = mail;

    /// <summary>Whether anybody watches: the usual answer is no, and costs a read.</summary>
    public bool Any => _watchers.Length > 0;

    /// <summary>Whether a command is shown at all: what operators do is not.</summary>
    public static bool Shows(CommandSpec command) => !command.Is(CommandFlags.SkipMonitor | CommandFlags.Admin);

    /// <summary>A client watches from now on. False: it does already.</summary>
    public bool Add(Client client)
    {
        lock (_gate)
        {
            if (client.IsMonitor)
            {
                return false;
            }

            client.IsMonitor = true;
            _watchers = [.. _watchers, client];
            return true;
        }
    }

    /// <summary>A client watches no more.</summary>
    public void Remove(Client client)
    {
        if (!client.IsMonitor)
        {
            return;
        }

        lock (_gate)
        {
            client.IsMonitor = false;
            _watchers = [.. _watchers.Where(watcher => watcher != client)];
        }
    }

    /// <summary>Shows a line to all who watch, in the same order to each.</summary>
    public void Feed(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
            {
                _mail.Send(watcher, line);
            }
        }
    }
}
