namespace Akka.Actor;

/// <summary>One step of a selection.</summary>
public abstract class SelectionPathElement;

/// <summary>To the child of that name.</summary>
public class SelectChildName(string name) : SelectionPathElement
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>To all children whose name fits; <c>*</c> is any run of characters, <c>?</c> any one.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    public string PatternStr { get; } = patternStr;

    internal bool Fits(string name) =>
        global::System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(PatternStr, name, ignoreCase: false);

    public override string ToString() => PatternStr;
}

/// <summary>To the parent.</summary>
public class SelectParent : SelectionPathElement
{
    public override string ToString() => "..";
}
