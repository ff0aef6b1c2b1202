using System.Text;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Execution;

/// <summary>
/// Reads arguments as Redis does. A <c>Try</c> that returns false, and a check that returns true, has answered with the error: the
/// handler returns.
/// </summary>
internal static class Arguments
{
    private const string NotAnInteger = "ERR value is not an integer or out of range";

    /// <summary>Whether a word is <paramref name="option"/>, in any case.</summary>
    public static bool Is(this CommandContext c, int index, ReadOnlySpan<byte> option) => Ascii.EqualsIgnoreCase(c[index], option);

    /// <summary>A 64-bit integer in its one spelling.</summary>
    public static bool TryInteger(this CommandContext c, int index, out long value, string error = NotAnInteger)
    {
        if (Numbers.TryParseInt64(c[index], out value))
        {
            return true;
        }

        c.Error(error);
        return false;
    }

    /// <summary>An integer between two bounds, both included.</summary>
    public static bool TryInteger(this CommandContext c, int index, long least, long most, out long value, string error = NotAnInteger)
    {
        if (!c.TryInteger(index, out value, error))
        {
            return false;
        }

        if (value >= least && value <= most)
        {
            return true;
        }

        c.Error(error);
        return false;
    }

    /// <summary>A double, infinities included.</summary>
    public static bool TryDouble(this CommandContext c, int index, out double value)
    {
        if (Numbers.TryParseDouble(c[index], out value))
        {
            return true;
        }

        c.Error("ERR value is not a valid float");
        return false;
    }

    /// <summary>Whether the key holds something of another type. A key that is not there is of any type.</summary>
    public static bool IsWrongType(this CommandContext c, in KeyRow row, ValueType type)
    {
        if (!row.Exists || row.Type == type)
        {
            return false;
        }

        c.Error("WRONGTYPE Operation against a key holding the wrong kind of value");
        return true;
    }

    /// <summary>Answers that the options make no sense.</summary>
    public static void SyntaxError(this CommandContext c) => c.Error("ERR syntax error");

    /// <summary>Answers that arguments are missing, for commands whose row in the table cannot tell.</summary>
    public static void WrongArity(this CommandContext c) => CommandErrors.WrongArity(c.Reply, c.Command);

    /// <summary>
    /// Answers that there are too many arguments for a subcommand whose row in the table cannot tell: Redis has one handler for all
    /// subcommands of a container, and that is what it says.
    /// </summary>
    public static void UnknownForm(this CommandContext c) =>
        c.Reply.Error([
            .. "ERR unknown subcommand or wrong number of arguments for '"u8,
            .. c[1],
            .. Encoding.ASCII.GetBytes($"'. Try {c.Command.Container!.Name.ToUpperInvariant()} HELP."),
        ]);
}
