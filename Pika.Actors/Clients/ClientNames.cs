using System.Text;
using Pika.Actors.Execution;

namespace Pika.Actors.Clients;

/// <summary>What clients may be called.</summary>
internal static class ClientNames
{
    /// <summary>Whether a name holds nothing that would break the lines and fields of CLIENT LIST.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> name) => name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;

    /// <summary>Names the client by a word of the request; an empty one takes the name away. False: it is refused, and the error is the reply.</summary>
    public static bool TrySetName(CommandContext c, int index)
    {
        if (!IsPlain(c[index]))
        {
            c.Error("ERR Client names cannot contain spaces, newlines or special characters.");
            return false;
        }

        c.Client.Name = Encoding.ASCII.GetString(c[index]);
        return true;
    }
}
