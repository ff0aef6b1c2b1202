namespace Akka.Util;

/// <summary>Finds types by the names that stand in configuration.</summary>
internal static class TypeNames
{
    /// <summary>
    /// The type of that name, or null. A name qualified by an assembly of Akka.NET's means the type of that name here.
    /// </summary>
    public static Type? Find(string name)
    {
        if (Type.GetType(name) is { } found)
            return found;
        var comma = name.IndexOf(',');
        var isAkkas = comma > 0 && name[(comma + 1)..].TrimStart().StartsWith("Akka", StringComparison.Ordinal);
        return isAkkas ? Type.GetType(name[..comma].Trim()) : null;
    }
}
