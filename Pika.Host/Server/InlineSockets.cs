namespace Pika.Host.Server;

/// <summary>
/// Lets .NET's socket engine run what follows a read on the thread that saw it arrive, which saves a thread hop for each command. The
/// engine then has one thread per processor. It reads the choice once, when the process makes its first socket.
/// </summary>
internal static class InlineSockets
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Chooses it, unless the environment says otherwise. To be called before the first socket.</summary>
    public static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
