using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>
/// A lifecycle order from the runtime to a cell. It overtakes ordinary messages and is processed even while the mailbox is suspended.
/// </summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>A system message is its own node in the queue, so one instance may be sent to one cell only.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next;
}
