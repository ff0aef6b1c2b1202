namespace Pika.Tests.Differential;

/// <summary>MIGRATE with arguments of all kinds, to where nobody listens.</summary>
internal sealed class MigrateGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 9) switch
        {
            0 => ["DEL", c.Key()],
            1 => ["SET", c.Key(), "v"],
            2 => ["EXISTS", c.Key()],
            _ => ["MIGRATE", "127.0.0.1", "1", c.Once(3) ? "" : c.Key(), Number(c), Number(c), .. Options(c)],
        };

    /// <summary>Nobody waits for a timeout: the connection is refused at once.</summary>
    private static string Number(Chance c) => c.Once(8) ? c.Of("x", "", "1.5", "9223372036854775808") : c.Of("0", "1", "-1", "1000");

    private static string[] Options(Chance c) =>
        [
            .. c.Some(
                [c.Word("COPY")],
                [c.Word("REPLACE")],
                [c.Word("AUTH"), "p"],
                [c.Word("AUTH2"), "u", "p"],
                [c.Of("AUTH", "AUTH2", "x")]
            ),
            .. c.Once(2) ? (string[])[c.Word("KEYS"), .. Enumerable.Range(0, c.Between(0, 3)).Select(_ => c.Key())] : [],
        ];
}
