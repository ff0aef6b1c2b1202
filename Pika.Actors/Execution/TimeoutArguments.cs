using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>Reads the timeouts of blocking commands; 0 is for ever.</summary>
internal static class TimeoutArguments
{
    private const string Negative = "ERR timeout is negative";

    /// <summary>A timeout in seconds, with a fraction. A beginning millisecond counts as a whole one.</summary>
    public static bool TrySeconds(this CommandContext c, int index, out long milliseconds)
    {
        milliseconds = 0;
        if (!LongDouble.TryParse(c[index], out var seconds))
        {
            c.Error("ERR timeout is not a float or out of range");
            return false;
        }

        // Redis lets what is too much overflow, and calls it negative.
        double exact = Math.Ceiling(seconds.ToDouble() * 1000);
        if (exact is < 0 or >= long.MaxValue)
        {
            c.Error(Negative);
            return false;
        }

        milliseconds = (long)exact;
        return true;
    }

    /// <summary>A timeout in milliseconds, that of XREAD.</summary>
    public static bool TryMilliseconds(this CommandContext c, int index, out long milliseconds)
    {
        if (!c.TryInteger(index, out milliseconds, "ERR timeout is not an integer or out of range"))
        {
            return false;
        }

        if (milliseconds >= 0)
        {
            return true;
        }

        c.Error(Negative);
        return false;
    }
}
