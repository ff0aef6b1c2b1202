using Pika.Actors.Execution;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Blocking;

/// <summary>
/// What a command that found nothing waits for. It waits on words of its request that follow each other, and is woken when one of these keys has
/// been touched and holds a value of the awaited type.
/// </summary>
/// <param name="FirstKey">The first word that is such a key.</param>
/// <param name="Keys">How many words they are; the same key twice counts once.</param>
/// <param name="TimeoutMs">For how long, in milliseconds; 0: for ever.</param>
/// <param name="Type">The type of value that can serve it; whatever else comes to stand at the key is ignored.</param>
/// <param name="Wake">Serves it.</param>
internal readonly record struct WaitFor(int FirstKey, int Keys, long TimeoutMs, ValueType Type, WakeHandler Wake)
{
    /// <summary>Another word of the request that is a key which <see cref="Wake"/> writes, such as a destination; 0: none.</summary>
    public int AlsoNeeds { get; init; }

    /// <summary>Whether it is also woken when the key is gone or holds something else, as XREADGROUP is.</summary>
    public bool WakesWhenGone { get; init; }

    /// <summary>What the command has found out when it came and needs when it is woken, such as the last id of a stream; must not change.</summary>
    public object? State { get; init; }
}

/// <summary>
/// Tries to serve a blocked client, in a turn that holds the key: the context has the command's own request, client and database. Answers
/// and returns true, or leaves everything as it is and returns false, and the client waits on. May run more than once, because a turn can be
/// void: it changes nothing but the keyspace and the reply.
/// </summary>
/// <param name="key">The word of the request that is the touched key.</param>
internal delegate bool WakeHandler(CommandContext c, BlockedClient blocked, int key);
