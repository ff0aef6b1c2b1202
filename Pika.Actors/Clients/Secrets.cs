using System.Text;
using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>Which words of a request are passwords, so that nothing shows them to others.</summary>
internal static class Secrets
{
    /// <summary>Whether the word at <paramref name="index"/> is to be hidden.</summary>
    public static bool IsSecret(CommandSpec command, in Request request, int index) =>
        command.FullName switch
        {
            "auth" => index > 0,
            "hello" => index > 2 && (Is(request, index - 1, "auth"u8) || (index > 3 && Is(request, index - 2, "auth"u8))),
            "migrate" => index > 6
                && (Is(request, index - 1, "auth"u8) || Is(request, index - 1, "auth2"u8) || Is(request, index - 2, "auth2"u8)),
            "config|set" => index > 2 && index % 2 == 1 && Is(request, index - 1, "requirepass"u8),
            _ => false,
        };

    private static bool Is(in Request request, int index, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(request[index], word);
}
