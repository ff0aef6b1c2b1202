namespace Pika.Tests.Differential;

/// <summary>What the grammars of values with elements share: keys that move and expire, and scans that answer with everything in one call.</summary>
internal abstract class ElementGrammar : Grammar
{
    /// <summary>The one whose expiry is at a certain time, so that it can be asked for.</summary>
    private const string Dated = "dated";

    /// <summary>A key that may be the dated one.</summary>
    protected static string Key(Chance c) => c.Once(6) ? Dated : c.Key();

    protected static string[] Move(Chance c) =>
        c.Between(0, 4) switch
        {
            0 => ["RENAME", c.Key(), c.Key()],
            1 => ["COPY", c.Key(), c.Key(), .. c.Some(["REPLACE"], ["DB", "1"])],
            2 => ["MOVE", c.Key(), "1"],
            3 => ["PEXPIREAT", Key(c), "2100000000000"],
            _ => ["PEXPIRETIME", Dated],
        };

    /// <summary>A scan whose count is above what is there, since what is left for a second call differs.</summary>
    /// <param name="type">A type for the option that only SCAN takes.</param>
    protected static string[] Scan(Chance c, string name, string type, params ReadOnlySpan<string> patterns) =>
        [
            name,
            c.Key(),
            c.Once(4) ? c.Of("x", "-", "18446744073709551616") : "0",
            "COUNT",
            "100000",
            .. c.Some([c.Word("MATCH"), c.Of(patterns)], [c.Word("COUNT"), c.Integer(0, 0)], ["MATCH"], ["TYPE", type]),
        ];
}
