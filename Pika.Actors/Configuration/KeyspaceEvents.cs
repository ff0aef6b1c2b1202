using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Configuration;

/// <summary>Which keyspace notifications are sent, and in which of the two forms: <c>notify-keyspace-events</c>, in Redis's letters.</summary>
public sealed record KeyspaceEvents
{
    private const NotifyEvent All =
        NotifyEvent.Generic
        | NotifyEvent.String
        | NotifyEvent.List
        | NotifyEvent.Set
        | NotifyEvent.Hash
        | NotifyEvent.Zset
        | NotifyEvent.Expired
        | NotifyEvent.Evicted
        | NotifyEvent.Stream
        | NotifyEvent.Module;

    /// <summary>The letters in the order in which Redis shows them.</summary>
    private static readonly (char Letter, NotifyEvent Class)[] Letters =
    [
        ('g', NotifyEvent.Generic),
        ('$', NotifyEvent.String),
        ('l', NotifyEvent.List),
        ('s', NotifyEvent.Set),
        ('h', NotifyEvent.Hash),
        ('z', NotifyEvent.Zset),
        ('x', NotifyEvent.Expired),
        ('e', NotifyEvent.Evicted),
        ('t', NotifyEvent.Stream),
        ('d', NotifyEvent.Module),
        ('n', NotifyEvent.New),
    ];

    /// <summary>No notifications.</summary>
    public static KeyspaceEvents None { get; } = new();

    /// <summary>The classes that were chosen.</summary>
    public NotifyEvent Classes { get; private init; }

    /// <summary><c>K</c>: a message with the event's name to the channel of the key.</summary>
    public bool ToKeys { get; private init; }

    /// <summary><c>E</c>: a message with the key to the channel of the event.</summary>
    public bool ToEvents { get; private init; }

    /// <summary>The classes that are sent at all: none without one of the forms.</summary>
    public NotifyEvent Sent => ToKeys || ToEvents ? Classes : NotifyEvent.None;

    /// <summary>Reads the letters. False: one of them means nothing.</summary>
    public static bool TryParse(string text, out KeyspaceEvents events)
    {
        events = None;
        foreach (char letter in text)
        {
            var kind = letter switch
            {
                'A' => All,
                'm' => NotifyEvent.KeyMiss,
                _ => Array.Find(Letters, row => row.Letter == letter).Class,
            };
            if (kind == NotifyEvent.None && letter is not ('K' or 'E'))
            {
                return false;
            }

            events = events with
            {
                Classes = events.Classes | kind,
                ToKeys = events.ToKeys || letter == 'K',
                ToEvents = events.ToEvents || letter == 'E',
            };
        }

        return true;
    }

    /// <summary>The letters as Redis shows them: with <c>A</c>, <c>n</c> goes without saying.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if ((Classes & All) == All)
        {
            text.Append('A');
        }
        else
        {
            foreach (var (letter, kind) in Letters)
            {
                text.Append(Classes.HasFlag(kind) ? letter : "");
            }
        }

        text.Append(ToKeys ? "K" : "").Append(ToEvents ? "E" : "");
        return text.Append(Classes.HasFlag(NotifyEvent.KeyMiss) ? "m" : "").ToString();
    }

    /// <summary>All letters: what a configuration file is to say.</summary>
    public string ToLetters() =>
        ToString() + (ToString().Contains('A', StringComparison.Ordinal) && Classes.HasFlag(NotifyEvent.New) ? "n" : "");
}
