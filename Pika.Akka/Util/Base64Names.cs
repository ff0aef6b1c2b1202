using System.Text;

namespace Akka.Util;

/// <summary>Short names out of numbers, for actors that got none.</summary>
internal static class Base64Names
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string ToBase64(this long value)
    {
        var name = new StringBuilder();
        do
        {
            name.Append(Digits[(int)(value & 63)]);
            value >>>= 6;
        } while (value != 0);
        return name.ToString();
    }
}
