using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pika.Benchmarks.Replication;

/// <summary>
/// Measures how long a write that its master has answered cannot be read on the replica: sets a key there and asks for it here, without a
/// pause, until it is the new value.
/// </summary>
internal sealed class LagProbe(int masterPort, int replicaPort) : IDisposable
{
    /// <summary>Between two writes, so that the probe is no load of its own.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly TcpClient _master = new("127.0.0.1", masterPort) { NoDelay = true };
    private readonly TcpClient _replica = new("127.0.0.1", replicaPort) { NoDelay = true };
    private readonly byte[] _received = new byte[1024];
    private int _value;

    /// <summary>Measures so often, or until the token ends it; milliseconds, sorted.</summary>
    public async Task<double[]> Measure(int times, CancellationToken end)
    {
        var lags = new List<double>();
        while (lags.Count < times && !end.IsCancellationRequested)
        {
            string value = (++_value).ToString(CultureInfo.InvariantCulture);
            Ask(_master, $"SET lag:probe {value}\r\n");
            long answered = Stopwatch.GetTimestamp();
            while (Ask(_replica, "GET lag:probe\r\n") != $"${value.Length}\r\n{value}\r\n") { }

            lags.Add(Stopwatch.GetElapsedTime(answered).TotalMilliseconds);
            await Task.Delay(Pause, CancellationToken.None);
        }

        return [.. lags.Order()];
    }

    public void Dispose()
    {
        _master.Dispose();
        _replica.Dispose();
    }

    // Replies are small, and one at a time: they end where the line does, and a bulk's value where the second does.
    private string Ask(TcpClient server, string command)
    {
        var stream = server.GetStream();
        stream.Write(Encoding.ASCII.GetBytes(command));
        int length = 0;
        do
        {
            int count = stream.Read(_received.AsSpan(length));
            length += count > 0 ? count : throw new EndOfStreamException("the server has closed the connection");
        } while (!IsWhole(_received.AsSpan(0, length)));

        return Encoding.ASCII.GetString(_received, 0, length);
    }

    private static bool IsWhole(ReadOnlySpan<byte> reply) =>
        reply.EndsWith("\r\n"u8) && (reply[0] != '$' || reply.StartsWith("$-1"u8) || reply.Count((byte)'\n') == 2);
}
