using System.Text;
using Pika.Actors.Execution;
using Pika.Actors.Information;

namespace Pika.Actors.Commands;

/// <summary>The commands on the server as a whole.</summary>
internal static class ServerCommands
{
    /// <summary>INFO [section ...]</summary>
    public static void Info(CommandContext c)
    {
        var sections = new string[c.Count - 1];
        for (int i = 0; i < sections.Length; i++)
        {
            sections[i] = Encoding.UTF8.GetString(c[i + 1]);
        }

        c.Reply.Verbatim(InfoReport.Write(c.Node.Info.Collect(sections), sections));
    }

    /// <summary>TIME</summary>
    public static void Time(CommandContext c)
    {
        long microseconds = (c.Node.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        c.Reply.Array(2);
        c.Reply.Bulk(microseconds / 1_000_000);
        c.Reply.Bulk(microseconds % 1_000_000);
    }

    /// <summary>SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]: has no reply; whatever is given, nothing is lost.</summary>
    public static void Shutdown(CommandContext c)
    {
        bool save = false,
            noSave = false,
            abort = false;
        for (int i = 1; i < c.Count; i++)
        {
            save |= c.Is(i, "save"u8);
            noSave |= c.Is(i, "nosave"u8);
            abort |= c.Is(i, "abort"u8);
            if (!c.Is(i, "save"u8) && !c.Is(i, "nosave"u8) && !c.Is(i, "abort"u8) && !c.Is(i, "now"u8) && !c.Is(i, "force"u8))
            {
                c.SyntaxError();
                return;
            }
        }

        if ((save && noSave) || (abort && c.Count > 2))
        {
            c.SyntaxError();
        }
        else if (abort)
        {
            c.Error("ERR No shutdown in progress.");
        }
        else
        {
            c.Client.CloseAfterReply = true;
            c.Node.RequestShutdown();
        }
    }
}
