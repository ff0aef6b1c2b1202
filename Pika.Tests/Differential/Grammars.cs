namespace Pika.Tests.Differential;

/// <summary>The grammars of all commands on data.</summary>
internal static class Grammars
{
    /// <summary>Fresh ones: a grammar may remember what it has said.</summary>
    public static Grammar[] All() => [.. Groups(), new TransactionGrammar(Groups())];

    private static Grammar[] Groups() =>
        [new StringGrammar(), new BitmapGrammar(), new HashGrammar(), new SetGrammar(), new ZsetGrammar(), new KeyGrammar(whole: false)];
}
