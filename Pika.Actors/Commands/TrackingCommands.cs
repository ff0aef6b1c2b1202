using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>The subcommands of CLIENT for caches in the client, which hear of changed keys.</summary>
internal static class TrackingCommands
{
    /// <summary>CLIENT TRACKING ON | OFF [REDIRECT id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]</summary>
    public static void ClientTracking(CommandContext c)
    {
        if (!TrackingOptions.TryParse(c, out var mode, out var prefixes))
        {
            return;
        }

        if (c.Is(2, "on"u8))
        {
            if (!TrackingOptions.Fit(c, mode, prefixes))
            {
                return;
            }

            c.Node.Tracking.Enable(c.Client, mode, prefixes);
        }
        else if (c.Is(2, "off"u8))
        {
            c.Node.Tracking.Disable(c.Client);
        }
        else
        {
            c.SyntaxError();
            return;
        }

        c.Reply.Ok();
    }

    /// <summary>CLIENT CACHING YES | NO</summary>
    public static void ClientCaching(CommandContext c)
    {
        bool yes = c.Is(2, "yes"u8);
        if (c.Client.Tracking is not { Mode: { } mode } tracking)
        {
            c.Error("ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled");
        }
        else if (!yes && !c.Is(2, "no"u8))
        {
            c.SyntaxError();
        }
        else if (yes ? !mode.OptIn : !mode.OptOut)
        {
            c.Error(
                $"ERR CLIENT CACHING {(yes ? "YES" : "NO")} is only valid when tracking is enabled in {(yes ? "OPTIN" : "OPTOUT")} mode."
            );
        }
        else
        {
            tracking.CachingGiven = true;
            c.Reply.Ok();
        }
    }

    /// <summary>CLIENT GETREDIR: -1 without tracking, 0 without another client.</summary>
    public static void ClientGetRedir(CommandContext c) => c.Reply.Integer(c.Client.Tracking?.Mode?.Redirect ?? -1);

    /// <summary>CLIENT TRACKINGINFO</summary>
    public static void ClientTrackingInfo(CommandContext c)
    {
        c.Reply.Map(3);
        c.Reply.Bulk("flags"u8);
        string[] flags = [.. Flags(c)];
        c.Reply.Set(flags.Length);
        foreach (string flag in flags)
        {
            c.Reply.Bulk(flag);
        }

        c.Reply.Bulk("redirect"u8);
        ClientGetRedir(c);
        c.Reply.Bulk("prefixes"u8);
        byte[][] prefixes = c.Node.Tracking.PrefixesOf(c.Client);
        c.Reply.Array(prefixes.Length);
        foreach (byte[] prefix in prefixes)
        {
            c.Reply.Bulk(prefix);
        }
    }

    private static IEnumerable<string> Flags(CommandContext c)
    {
        if (c.Client.Tracking is not { Mode: { } mode } tracking)
        {
            yield return "off";
            yield break;
        }

        yield return "on";
        if (mode.Broadcast)
        {
            yield return "bcast";
        }

        if (mode.OptIn || mode.OptOut)
        {
            yield return mode.OptIn ? "optin" : "optout";
        }

        if (tracking.CachingGiven)
        {
            yield return mode.OptIn ? "caching-yes" : "caching-no";
        }

        if (mode.NoLoop)
        {
            yield return "noloop";
        }

        if (tracking.IsBroken)
        {
            yield return "broken_redirect";
        }
    }
}
