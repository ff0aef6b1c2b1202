using Akka.Actor;

namespace Akka.Persistence;

/// <summary>A message between a persistent actor and its plugins.</summary>
public interface IPersistenceMessage : INoSerializationVerificationNeeded;

/// <summary>A message between a persistent actor and its journal.</summary>
public interface IJournalMessage : IPersistenceMessage;

/// <summary>To the journal.</summary>
public interface IJournalRequest : IJournalMessage;

/// <summary>From the journal.</summary>
public interface IJournalResponse : IJournalMessage;

/// <summary>A message between a persistent actor and its snapshot store.</summary>
public interface ISnapshotMessage : IPersistenceMessage;

/// <summary>To the snapshot store.</summary>
public interface ISnapshotRequest : ISnapshotMessage;

/// <summary>From the snapshot store.</summary>
public interface ISnapshotResponse : ISnapshotMessage;

/// <summary>What is written together: events, or a marker among them.</summary>
public interface IPersistentEnvelope
{
    /// <summary>The events, or the marker.</summary>
    object Payload { get; }

    /// <summary>Who sent the command.</summary>
    IActorRef Sender { get; }

    /// <summary>How many events.</summary>
    int Size { get; }
}

/// <summary>An actor with an identity that outlives it.</summary>
public interface IPersistentIdentity
{
    /// <summary>The identity.</summary>
    string PersistenceId { get; }

    /// <summary>The configuration path of its journal; the default journal when empty.</summary>
    string JournalPluginId { get; }

    /// <summary>The configuration path of its snapshot store; the default store when empty.</summary>
    string SnapshotPluginId { get; }
}

/// <summary>An actor that says how it is recovered.</summary>
public interface IPersistenceRecovery
{
    /// <summary>From where and to where.</summary>
    Recovery Recovery { get; }
}

/// <summary>An actor that stashes while it persists.</summary>
public interface IPersistenceStash : IWithUnboundedStash
{
    /// <summary>What happens when the stash is full.</summary>
    IStashOverflowStrategy InternalStashOverflowStrategy { get; }
}
