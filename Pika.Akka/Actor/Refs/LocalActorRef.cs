using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The handle of an actor that lives in this process.</summary>
public class LocalActorRef : ActorRefWithCell, ILocalRef
{
    private readonly ActorCell _cell;
    private readonly ActorPath _path;
    private readonly IInternalActorRef _supervisor;

    internal LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path
    )
    {
        _path = path;
        _supervisor = supervisor;
        _cell = NewCell(system, props, dispatcher, supervisor);
        _cell.Init(mailboxType);
    }

    public override ActorPath Path => _path;

    public override IActorRefProvider Provider => _cell.SystemImpl.Provider;

    public override IInternalActorRef Parent => _supervisor;

    public override ActorCell Underlying => _cell;

    /// <summary>The cell of the actor behind this reference.</summary>
    public ActorCell Cell => _cell;

    public override bool IsTerminated => _cell.IsTerminated;

    public override bool IsLocal => true;

    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    private protected virtual ActorCell NewCell(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        IInternalActorRef supervisor
    ) => new(system, this, props, dispatcher, supervisor);

    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(new Envelope(message, sender));

    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage(message);

    public override void Start() => _cell.Start();

    public override void Stop() => _cell.Stop();

    public override void Suspend() => _cell.Suspend();

    public override void Resume(Exception? causedByFailure = null) => _cell.Resume(causedByFailure);

    public override void Restart(Exception cause) => _cell.Restart(cause);

    public override IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#');
        if (hash < 0)
            return _cell.Children.ByName(name) ?? (IInternalActorRef)ActorRefs.Nobody;
        var child = _cell.Children.ByName(name[..hash]);
        return child is not null && long.TryParse(name.AsSpan(hash + 1), out var uid) && child.Path.Uid == uid ? child : ActorRefs.Nobody;
    }

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        foreach (var element in name)
        {
            if (element.Length == 0)
                continue;
            current =
                element == ".." ? current.Parent
                : current is ActorRefWithCell withCell ? withCell.GetSingleChild(element)
                : ActorRefs.Nobody;
            if (current.IsNobody())
                return ActorRefs.Nobody;
        }

        return current;
    }
}
