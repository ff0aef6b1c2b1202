namespace Akka.Actor;

/// <summary>A way through the tree, walked anew by every message; patterns may lead it to many actors or to none.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path.Split('/')) { }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        Path = elements.Where(element => element.Length > 0).Select(ToElement).ToArray();
    }

    /// <summary>Where the walk begins.</summary>
    public IActorRef Anchor { get; }

    public SelectionPathElement[] Path { get; }

    public string PathString => "/" + string.Join('/', Path.Select(element => element.ToString()));

    public void Tell(object message, IActorRef? sender = null)
    {
        if (message is null)
            throw new InvalidMessageException("Message is null");
        Deliver(Anchor, sender ?? ActorCell.Current?.Self, new ActorSelectionMessage(message, Path));
    }

    void ICanTell.Tell(object message, IActorRef sender) => Tell(message, sender);

    /// <summary>The one actor that the selection leads to.</summary>
    /// <exception cref="ActorNotFoundException">There is none, or it did not answer in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(this), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"{this} leads to no actor");
        }
        catch (AskTimeoutException cause)
        {
            throw new ActorNotFoundException($"{this}: no answer in {timeout}", cause);
        }
    }

    /// <summary>Walks from <paramref name="anchor"/> until an actor that is not local, or the end.</summary>
    internal static void Deliver(IActorRef anchor, IActorRef? sender, ActorSelectionMessage selection)
    {
        var current = (IInternalActorRef)anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            if (current is not ActorRefWithCell withCell)
            {
                DeadEnd(current, sender, selection);
                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = withCell.Parent;
                    break;
                case SelectChildName child:
                    current = withCell.GetSingleChild(child.Name);
                    break;
                case SelectChildPattern pattern:
                    FanOut(
                        withCell,
                        pattern,
                        sender,
                        new ActorSelectionMessage(selection.Message, selection.Elements[(i + 1)..], wildCardFanOut: true)
                    );
                    return;
            }

            if (current.IsNobody())
            {
                DeadEnd(withCell, sender, selection);
                return;
            }
        }

        current.Tell(selection.Message, sender!);
    }

    private static void FanOut(ActorRefWithCell parent, SelectChildPattern pattern, IActorRef? sender, ActorSelectionMessage rest)
    {
        foreach (var child in parent.Children.Where(child => pattern.Fits(child.Path.Name)))
            Deliver(child, sender, rest);
    }

    private static void DeadEnd(IInternalActorRef last, IActorRef? sender, ActorSelectionMessage selection)
    {
        if (selection.Message is Identify identify)
            sender?.Tell(new ActorIdentity(identify.MessageId, null!), ActorRefs.NoSender);
        else if (!selection.WildCardFanOut)
            last.Provider.DeadLetters.Tell(selection.Message, sender!);
    }

    private static SelectionPathElement ToElement(string text)
    {
        if (text == "..")
            return new SelectParent();
        return text.Contains('*') || text.Contains('?') ? new SelectChildPattern(text) : new SelectChildName(text);
    }

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";
}
