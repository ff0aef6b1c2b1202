using System.Globalization;
using System.Text;
using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Actors.Monitoring;

/// <summary>A command as MONITOR shows it: time, database and address of the client, and its words in quotes.</summary>
internal static class MonitorLine
{
    /// <summary>The line, in RESP.</summary>
    public static byte[] Of(CommandSpec command, in Request request, Client client, DateTimeOffset now)
    {
        var line = new StringBuilder();
        long ticks = (now - DateTimeOffset.UnixEpoch).Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        line.Append(
            CultureInfo.InvariantCulture,
            $"+{seconds}.{rest / TimeSpan.TicksPerMicrosecond:D6} [{client.Database.Number} {client.Address}]"
        );
        for (int i = 0; i < request.Count; i++)
        {
            line.Append(" \"");
            Append(line, Secrets.IsSecret(command, request, i) ? "(redacted)"u8 : request[i]);
            line.Append('"');
        }

        return Encoding.ASCII.GetBytes(line.Append("\r\n").ToString());
    }

    private static void Append(StringBuilder line, ReadOnlySpan<byte> word)
    {
        foreach (byte b in word)
        {
            _ = b switch
            {
                (byte)'\\' or (byte)'"' => line.Append('\\').Append((char)b),
                (byte)'\n' => line.Append("\\n"),
                (byte)'\r' => line.Append("\\r"),
                (byte)'\t' => line.Append("\\t"),
                (byte)'\a' => line.Append("\\a"),
                (byte)'\b' => line.Append("\\b"),
                >= (byte)' ' and <= (byte)'~' => line.Append((char)b),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        }
    }
}
