namespace Pika.Storage.Keyspace;

/// <summary>
/// What a turn has to tell others, in the order of its commands: keys that changed, events for notifications, and watches that begin between them. Others hear of it
/// when the turn is committed; a turn that is void, because it runs again or is refused, tells nothing.
/// </summary>
public sealed class TurnChanges
{
    private readonly List<Change> _changes = [];

    /// <summary>The names and keys of the changes, one behind the other.</summary>
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>Actions among the changes.</summary>
    private int _actions;

    /// <summary>The id of the client whose command runs, for those who do not want to hear of their own changes; 0 for the server itself.</summary>
    public long Source { get; set; }

    /// <summary>Who hears of it; null: nobody.</summary>
    public ITurnListener? Listener { get; set; }

    /// <summary>The changes so far; a mark for <see cref="Rollback"/>.</summary>
    public int Count => _changes.Count;

    /// <summary>A key was changed, created or removed.</summary>
    public void Touch(int database, ReadOnlySpan<byte> key)
    {
        if (Listener is { } listener && (listener.WantsTouches || _actions > 0))
        {
            Add(Kind.Touch, NotifyEvent.None, database, default, key);
        }
    }

    /// <summary>Something happened to a key that clients may hear of.</summary>
    public void Notify(NotifyEvent kind, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if (Listener?.Wants(kind) == true)
        {
            Add(Kind.Notify, kind, database, name, key);
        }
    }

    /// <summary>Runs an action between the changes before it and those after it, when the turn is committed.</summary>
    public void Then(Action action)
    {
        _changes.Add(new Change(Kind.Action, NotifyEvent.None, 0, _length, 0, 0, Source, action));
        _actions++;
    }

    /// <summary>Whether the turn has changed a key since the change number <paramref name="from"/>.</summary>
    public bool HasTouched(int database, ReadOnlySpan<byte> key, int from = 0)
    {
        for (int i = from; i < _changes.Count; i++)
        {
            if (IsTouch(i, out int touched, out var touchedKey) && touched == database && touchedKey.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the change with this number is that a key was touched, and which.</summary>
    public bool IsTouch(int index, out int database, out ReadOnlySpan<byte> key)
    {
        var change = _changes[index];
        database = change.Database;
        key = KeyOf(change);
        return change.Kind == Kind.Touch;
    }

    /// <summary>Forgets the changes from number <paramref name="mark"/> on.</summary>
    public void Rollback(int mark)
    {
        for (int i = mark; i < _changes.Count; i++)
        {
            _actions -= _changes[i].Kind == Kind.Action ? 1 : 0;
        }

        if (mark < _changes.Count)
        {
            _length = _changes[mark].Offset;
            _changes.RemoveRange(mark, _changes.Count - mark);
        }
    }

    /// <summary>The turn is committed: tells everything and forgets it.</summary>
    public void Deliver()
    {
        if (_changes.Count == 0)
        {
            return;
        }

        foreach (var change in _changes)
        {
            switch (change.Kind)
            {
                case Kind.Touch:
                    Listener!.Touched(change.Database, KeyOf(change), change.Source);
                    break;
                case Kind.Notify:
                    Listener!.Notified(change.Event, change.Database, _bytes.AsSpan(change.Offset, change.NameLength), KeyOf(change));
                    break;
                default:
                    change.Action!();
                    break;
            }
        }

        Listener?.AllTold();
        Clear();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Rollback(0);

    private ReadOnlySpan<byte> KeyOf(Change change) => _bytes.AsSpan(change.Offset + change.NameLength, change.KeyLength);

    private void Add(Kind kind, NotifyEvent notify, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        int needed = _length + name.Length + key.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        name.CopyTo(_bytes.AsSpan(_length));
        key.CopyTo(_bytes.AsSpan(_length + name.Length));
        _changes.Add(new Change(kind, notify, database, _length, name.Length, key.Length, Source, null));
        _length = needed;
    }

    private enum Kind
    {
        Touch,
        Notify,
        Action,
    }

    private readonly record struct Change(
        Kind Kind,
        NotifyEvent Event,
        int Database,
        int Offset,
        int NameLength,
        int KeyLength,
        long Source,
        Action? Action
    );
}

/// <summary>Hears what committed turns have changed. Called by the writer's thread, in the order of its turns; must not block.</summary>
public interface ITurnListener
{
    /// <summary>Whether anybody wants to hear of changed keys just now: the usual answer is no, and costs a read.</summary>
    bool WantsTouches { get; }

    /// <summary>Whether anybody wants to hear of events of this class.</summary>
    bool Wants(NotifyEvent kind);

    /// <summary>The key was changed, created or removed.</summary>
    /// <param name="source">The id of the client that did it; 0 for the server itself.</param>
    void Touched(int database, ReadOnlySpan<byte> key, long source);

    /// <summary>An event of a class that somebody wants: its name is that of Redis, such as <c>hset</c>.</summary>
    void Notified(NotifyEvent kind, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key);

    /// <summary>A turn that had something to tell has told everything.</summary>
    void AllTold();
}
