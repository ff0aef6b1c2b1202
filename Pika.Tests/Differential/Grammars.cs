namespace Pika.Tests.Differential;

/// <summary>
/// The grammars of all commands on data, but two. SORT: redis-server does not clear errno before it reads a weight, so that a number out of range in any earlier
/// command makes it refuse all. HyperLogLogs: of a sparse one that another command has cut in the midst of a run, redis-server reads behind the end.
/// </summary>
internal static class Grammars
{
    /// <summary>Fresh ones: a grammar may remember what it has said.</summary>
    public static Grammar[] All() => [.. Groups(), new TransactionGrammar(Groups())];

    private static Grammar[] Groups() =>
        [
            new StringGrammar(),
            new BitmapGrammar(),
            new HashGrammar(),
            new SetGrammar(),
            new ListGrammar(),
            new ZsetGrammar(),
            new GeoGrammar(),
            new StreamGrammar(),
            new KeyGrammar(whole: false),
        ];
}
