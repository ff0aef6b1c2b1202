using Pika.Protocol;

namespace Pika.Actors.Clients;

/// <summary>What ends a session because of what was received.</summary>
public sealed partial class ClientSession
{
    /// <summary>Whether requests of the last batch were left alone, since the client had become a replica, or is to be closed.</summary>
    public bool RanAhead { get; private set; }

    /// <summary>The input cannot be understood, or is too much: answers as Redis does, and has the connection closed.</summary>
    public void RefuseInput(ParseOutcome outcome)
    {
        if (outcome == ParseOutcome.ProtocolError)
        {
            CommandErrors.Protocol(Reply, Input.ProtocolError!);
        }

        Client.CloseAfterReply = true;
    }
}
