namespace Pika.Tests.Differential;

/// <summary>The commands of other groups between MULTI and EXEC: they read what those before them in the same transaction wrote.</summary>
internal sealed class TransactionGrammar(params Grammar[] groups) : Grammar
{
    /// <summary>Commands still to come in the open transaction, its end included.</summary>
    private int _left;

    protected override string[] Command(Chance c)
    {
        if (_left == 0)
        {
            _left = c.Between(1, 7);
            return ["MULTI"];
        }

        return --_left == 0 ? [c.Once(8) ? "DISCARD" : "EXEC"] : c.Of<Grammar>(groups).Next(c);
    }
}
