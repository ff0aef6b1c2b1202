using System.Text;

namespace Pika.Protocol;

/// <summary>
/// A command's syntax as a line of text: <c>[x]</c> may be left out, <c>a | b</c> is a choice, <c>x [x ...]</c> may be repeated, capitals are written
/// as they are.
/// </summary>
internal static class CommandSyntax
{
    /// <summary>The names and arguments of <paramref name="spec"/>: <c>CLIENT PAUSE timeout [WRITE | ALL]</c>.</summary>
    public static string Of(CommandSpec spec)
    {
        var text = new StringBuilder(spec.FullName.ToUpperInvariant().Replace('|', ' '));
        foreach (var argument in spec.Arguments)
            text.Append(' ').Append(Of(argument));

        return text.ToString();
    }

    private static string Of(Argument argument)
    {
        var value = argument.Type switch
        {
            ArgumentType.PureToken => argument.Token!,
            ArgumentType.OneOf => string.Join(" | ", argument.Parts.Select(Of)),
            ArgumentType.Block => string.Join(' ', argument.Parts.Select(Of)),
            _ => argument.Name,
        };
        if (argument.Type == ArgumentType.OneOf && (!argument.IsOptional || argument.Token is not null || argument.IsMultiple))
            value = $"<{value}>";

        var prefix = argument.Type == ArgumentType.PureToken || argument.Token is null ? "" : argument.Token + " ";
        var once = prefix + value;
        var all =
            argument.RepeatsToken ? $"{once} [{once} ...]"
            : argument.IsMultiple ? $"{once} [{value} ...]"
            : once;
        return argument.IsOptional ? $"[{all}]" : all;
    }
}
