using System.Text;
using Pika.Actors.Execution;

namespace Pika.Actors.Clients;

/// <summary>The kinds of clients that CLIENT LIST and CLIENT KILL tell apart.</summary>
internal enum ClientType
{
    /// <summary>Sends commands and takes replies.</summary>
    Normal,

    /// <summary>An attached replica.</summary>
    Replica,

    /// <summary>The master of this replica.</summary>
    Master,

    /// <summary>A subscriber.</summary>
    PubSub,
}

/// <summary>Which clients CLIENT KILL means: those that pass everything that is given.</summary>
internal sealed record ClientFilter
{
    private long? Id { get; init; }

    private ClientType? Type { get; init; }

    private string? Address { get; init; }

    private string? LocalAddress { get; init; }

    /// <summary>The client that asks, if it is to be spared.</summary>
    private Client? Spared { get; init; }

    /// <summary>The kind of a client.</summary>
    public static ClientType TypeOf(Client client) =>
        client.IsReplica ? ClientType.Replica
        : client.IsSubscriber ? ClientType.PubSub
        : ClientType.Normal;

    /// <summary>Reads the words after CLIENT KILL. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out ClientFilter filter)
    {
        if (c.Count == 3)
        {
            filter = new ClientFilter { Address = Text(c, 2) };
            return true;
        }

        filter = new ClientFilter { Spared = c.Client };
        for (int i = 2; i < c.Count; i += 2)
        {
            if (i + 1 == c.Count)
            {
                c.SyntaxError();
                return false;
            }

            if (!filter.TryAdd(c, i, out filter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the name of a kind. False: there is none of that name, and the error is the reply.</summary>
    public static bool TryType(CommandContext c, int index, out ClientType type)
    {
        ClientType? found =
            c.Is(index, "normal"u8) ? ClientType.Normal
            : c.Is(index, "slave"u8) || c.Is(index, "replica"u8) ? ClientType.Replica
            : c.Is(index, "pubsub"u8) ? ClientType.PubSub
            : c.Is(index, "master"u8) ? ClientType.Master
            : null;
        type = found ?? default;
        if (found is null)
        {
            c.Reply.Error([.. "ERR Unknown client type '"u8, .. c[index], .. "'"u8]);
        }

        return found is not null;
    }

    /// <summary>Whether the client passes.</summary>
    public bool Matches(Client client) =>
        client != Spared
        && (Id is null || client.Id == Id)
        && (Type is null || TypeOf(client) == Type)
        && (Address is null || client.Address == Address)
        && (LocalAddress is null || client.LocalAddress == LocalAddress);

    private static string Text(CommandContext c, int index) => Encoding.UTF8.GetString(c[index]);

    private bool TryAdd(CommandContext c, int i, out ClientFilter filter)
    {
        filter = this;
        if (c.Is(i, "id"u8))
        {
            bool isId = c.TryInteger(i + 1, 1, long.MaxValue, out long id, "ERR client-id should be greater than 0");
            filter = this with { Id = id };
            return isId;
        }

        if (c.Is(i, "type"u8))
        {
            bool isType = TryType(c, i + 1, out var type);
            filter = this with { Type = type };
            return isType;
        }

        if (c.Is(i, "addr"u8))
        {
            filter = this with { Address = Text(c, i + 1) };
            return true;
        }

        if (c.Is(i, "laddr"u8))
        {
            filter = this with { LocalAddress = Text(c, i + 1) };
            return true;
        }

        return c.Is(i, "user"u8) ? IsUser(c, i + 1) : TrySkipMe(c, i, out filter);
    }

    // Everybody is the one user, so naming it leaves nobody out.
    private static bool IsUser(CommandContext c, int index)
    {
        if (c[index].SequenceEqual(Credentials.DefaultUser))
        {
            return true;
        }

        c.Reply.Error([.. "ERR No such user '"u8, .. c[index], .. "'"u8]);
        return false;
    }

    private bool TrySkipMe(CommandContext c, int i, out ClientFilter filter)
    {
        bool skip = c.Is(i + 1, "yes"u8);
        filter = this with { Spared = skip ? c.Client : null };
        if (c.Is(i, "skipme"u8) && (skip || c.Is(i + 1, "no"u8)))
        {
            return true;
        }

        c.SyntaxError();
        return false;
    }
}
