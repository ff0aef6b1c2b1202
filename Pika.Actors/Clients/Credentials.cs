using System.Security.Cryptography;
using System.Text;
using Pika.Actors.Configuration;

namespace Pika.Actors.Clients;

/// <summary>Who may come in. There is one user, <c>default</c>, whose password is <c>requirepass</c>.</summary>
internal static class Credentials
{
    /// <summary>The one user's name.</summary>
    public static ReadOnlySpan<byte> DefaultUser => "default"u8;

    /// <summary>Whether clients have to authenticate.</summary>
    public static bool AreNeeded(ServerConfig config) => config.RequirePass.Length > 0;

    /// <summary>Whether name and password are right; without <c>requirepass</c> any password is. Takes the same time for each wrong one.</summary>
    public static bool Match(ServerConfig config, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        string required = config.RequirePass;
        return user.SequenceEqual(DefaultUser)
            && (required.Length == 0 || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(required), password));
    }
}
