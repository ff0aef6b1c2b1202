namespace Akka;

/// <summary>The result of what has none: it is done.</summary>
public sealed class Done
{
    private Done() { }

    /// <summary>The only instance.</summary>
    public static readonly Done Instance = new();
}
