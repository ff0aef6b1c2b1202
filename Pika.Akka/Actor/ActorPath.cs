namespace Akka.Actor;

/// <summary>The place of an actor in its system's tree, with the <see cref="Uid"/> of one incarnation if it is known.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private const string SymbolsInNames = "-_.*$+:@&=,!~';()";

    private string? _text;

    private protected ActorPath(Address address, ActorPath? parent, string name, long uid)
    {
        Address = address;
        Parent = parent ?? this;
        Name = name;
        Uid = uid;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    public Address Address { get; }

    public string Name { get; }

    /// <summary>The path above; a root is its own parent.</summary>
    public ActorPath Parent { get; }

    /// <summary>Tells incarnations under one path apart; 0 means any.</summary>
    public long Uid { get; }

    /// <summary>Number of elements below the root.</summary>
    public int Depth { get; }

    public ActorPath Root => Depth == 0 ? this : Parent.Root;

    /// <summary>The names from below the root down to this actor; one empty name for the root itself.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            if (Depth == 0)
                return [""];
            var elements = new string[Depth];
            for (var path = this; path.Depth > 0; path = path.Parent)
                elements[path.Depth - 1] = path.Name;
            return elements;
        }
    }

    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => element.Length > 0).Aggregate(path, (parent, element) => parent.Child(element));

    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>True if an actor may bear this name: letters, digits, <c>%xx</c> and a few symbols, not starting with <c>$</c>.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            var valid =
                s[i] == '%'
                    ? i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2])
                    : char.IsAsciiLetterOrDigit(s[i]) || SymbolsInNames.Contains(s[i]);
            if (!valid)
                return false;
        }

        return true;
    }

    /// <summary>Reads <c>akka://system/user/name#uid</c>.</summary>
    /// <exception cref="UriFormatException">The text is not a path.</exception>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null!;
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return false;
        var slash = path.IndexOf('/', scheme + 3);
        if (!Address.TryParse(slash < 0 ? path : path[..slash], out var address))
            return false;
        var (elements, uid) = SplitUid(slash < 0 ? "" : path[slash..]);
        actorPath = (new RootActorPath(address) / elements.Split('/')).WithUid(uid);
        return true;
    }

    private static (string Path, long Uid) SplitUid(string path)
    {
        var hash = path.LastIndexOf('#');
        return hash >= 0 && long.TryParse(path.AsSpan(hash + 1), out var uid) ? (path[..hash], uid) : (path, 0);
    }

    public ActorPath Child(string childName) => new ChildActorPath(this, childName, uid: 0);

    public abstract ActorPath WithUid(long uid);

    public string ToStringWithoutAddress()
    {
        if (Depth == 0)
            return "/";
        return Parent.Depth == 0 ? $"/{Name}" : $"{Parent.ToStringWithoutAddress()}/{Name}";
    }

    public string ToStringWithAddress() => ToStringWithAddress(Address);

    public string ToStringWithAddress(Address address) => (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();

    public string ToStringWithUid() => ToStringWithAddress() + UidSuffix;

    public string ToSerializationFormat() => ToStringWithUid();

    public string ToSerializationFormatWithAddress(Address address) => ToStringWithAddress(address) + UidSuffix;

    private string UidSuffix => Uid == 0 ? "" : $"#{Uid}";

    public override string ToString() => _text ??= ToStringWithAddress();

    public bool Equals(ActorPath? other)
    {
        if (other is null || other.Depth != Depth)
            return false;
        var mine = this;
        for (; mine.Depth > 0; mine = mine.Parent, other = other.Parent)
        {
            if (ReferenceEquals(mine, other))
                return true;
            if (mine.Name != other.Name)
                return false;
        }

        return mine.Address.Equals(other.Address);
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => Depth == 0 ? Address.GetHashCode() : HashCode.Combine(Parent.GetHashCode(), Name);

    public int CompareTo(ActorPath? other) => string.CompareOrdinal(ToString(), other?.ToString());
}
