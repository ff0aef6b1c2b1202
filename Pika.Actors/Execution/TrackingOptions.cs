using System.Text;
using Pika.Actors.Tracking;

namespace Pika.Actors.Execution;

/// <summary>The options of CLIENT TRACKING: those that are given, and whether they fit each other and what the client does already.</summary>
internal static class TrackingOptions
{
    /// <summary>Reads the options. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out TrackingMode mode, out List<byte[]> prefixes)
    {
        mode = new TrackingMode();
        prefixes = [];
        for (int i = 3; i < c.Count; i++)
        {
            bool hasMore = i + 1 < c.Count;
            if (c.Is(i, "redirect"u8) && hasMore)
            {
                if (!TryRedirect(c, ++i, mode, out mode))
                {
                    return false;
                }
            }
            else if (c.Is(i, "prefix"u8) && hasMore)
            {
                prefixes.Add(c[++i].ToArray());
            }
            else if (Switch(c, i, mode) is { } switched)
            {
                mode = switched;
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the options may stand together, and follow what the client has said before. False: the error is the reply.</summary>
    public static bool Fit(CommandContext c, TrackingMode mode, List<byte[]> prefixes)
    {
        var present = c.Client.Tracking?.Mode;
        string? error =
            !mode.Broadcast && prefixes.Count > 0 ? "PREFIX option requires BCAST mode to be enabled"
            : present is not null && present.Broadcast != mode.Broadcast
                ? "You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode."
            : mode.Broadcast && (mode.OptIn || mode.OptOut) ? "OPTIN and OPTOUT are not compatible with BCAST"
            : mode.OptIn && mode.OptOut ? "You can't specify both OPTIN mode and OPTOUT mode"
            : present is not null && ((mode.OptIn && present.OptOut) || (mode.OptOut && present.OptIn))
                ? "You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode."
            : null;
        if (error is not null)
        {
            c.Error("ERR " + error);
            return false;
        }

        return !mode.Broadcast || DoNotOverlap(c, prefixes);
    }

    private static bool TryRedirect(CommandContext c, int index, TrackingMode before, out TrackingMode mode)
    {
        mode = before;
        if (before.Redirect != 0)
        {
            c.Error("ERR A client can only redirect to a single other client");
            return false;
        }

        if (!c.TryInteger(index, out long id))
        {
            return false;
        }

        if (c.Node.Clients.Find(id) is null)
        {
            c.Error("ERR The client ID you want redirect to does not exist");
            return false;
        }

        mode = before with { Redirect = id };
        return true;
    }

    private static TrackingMode? Switch(CommandContext c, int index, TrackingMode mode) =>
        c.Is(index, "bcast"u8) ? mode with { Broadcast = true }
        : c.Is(index, "optin"u8) ? mode with { OptIn = true }
        : c.Is(index, "optout"u8) ? mode with { OptOut = true }
        : c.Is(index, "noloop"u8) ? mode with { NoLoop = true }
        : null;

    private static bool DoNotOverlap(CommandContext c, List<byte[]> prefixes)
    {
        byte[][] present = c.Node.Tracking.PrefixesOf(c.Client);
        for (int i = 0; i < prefixes.Count; i++)
        {
            if (Array.Find(present, other => Overlap(prefixes[i], other)) is { } existing)
            {
                return Refuse(c, prefixes[i], "an existing", existing);
            }

            for (int j = i + 1; j < prefixes.Count; j++)
            {
                if (Overlap(prefixes[i], prefixes[j]))
                {
                    return Refuse(c, prefixes[i], "another provided", prefixes[j]);
                }
            }
        }

        return true;
    }

    private static bool Overlap(byte[] a, byte[] b) => a.AsSpan().StartsWith(b) || b.AsSpan().StartsWith(a);

    private static bool Refuse(CommandContext c, byte[] prefix, string which, byte[] other)
    {
        c.Reply.Error([
            .. "ERR Prefix '"u8,
            .. prefix,
            .. Encoding.ASCII.GetBytes($"' overlaps with {which} prefix '"),
            .. other,
            .. "'. Prefixes for a single client must not overlap."u8,
        ]);
        return false;
    }
}
