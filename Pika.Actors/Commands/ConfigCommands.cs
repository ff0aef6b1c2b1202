using System.Text;
using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>CONFIG: the settings in force.</summary>
internal static class ConfigCommands
{
    /// <summary>CONFIG GET pattern [pattern ...]</summary>
    public static void ConfigGet(CommandContext c)
    {
        var found = c.Node.ConfigService.Get(Texts(c, 2));
        c.Reply.Map(found.Count);
        foreach (var (name, value) in found)
        {
            c.Reply.Bulk(name);
            c.Reply.Bulk(value);
        }
    }

    /// <summary>CONFIG SET name value [name value ...]: all of them or none.</summary>
    public static void ConfigSet(CommandContext c)
    {
        if (c.Count % 2 != 0)
        {
            c.SyntaxError();
            return;
        }

        var words = Texts(c, 2);
        var pairs = new KeyValuePair<string, string>[words.Length / 2];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = KeyValuePair.Create(words[2 * i], words[(2 * i) + 1]);
        }

        Answer(c, c.Node.ConfigService.Set(pairs));
    }

    /// <summary>CONFIG REWRITE</summary>
    public static void ConfigRewrite(CommandContext c) => Answer(c, c.Node.ConfigService.Rewrite());

    /// <summary>CONFIG RESETSTAT</summary>
    public static void ConfigResetStat(CommandContext c)
    {
        c.Node.ConfigService.ResetStatistics();
        c.Reply.Ok();
    }

    /// <summary>CONFIG HELP</summary>
    public static void ConfigHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static string[] Texts(CommandContext c, int from)
    {
        var texts = new string[c.Count - from];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(c[from + i]);
        }

        return texts;
    }

    private static void Answer(CommandContext c, string? error)
    {
        if (error is null)
        {
            c.Reply.Ok();
        }
        else
        {
            c.Error(error);
        }
    }
}
