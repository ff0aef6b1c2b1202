using System.Globalization;

namespace Pika.Actors.Configuration;

/// <summary>How the text of a one-word value is read, shown and written.</summary>
internal abstract class ValueKind<T>
{
    /// <summary>Reads a value; the error is Redis's sentence for it.</summary>
    public abstract bool TryParse(string text, out T value, out string error);

    /// <summary>The value as CONFIG GET shows it.</summary>
    public abstract string Format(T value);

    /// <summary>The value as a configuration file should say it.</summary>
    public virtual string Write(T value) => Format(value);
}

/// <summary>The kinds of one-word values.</summary>
internal static class Kind
{
    public static readonly ValueKind<bool> YesNo = new ChoiceKind<bool>("argument must be 'yes' or 'no'", ("yes", true), ("no", false));

    public static readonly ValueKind<string> Text = new TextKind();

    public static ValueKind<int> Integer(int min, int max) => new IntegerKind(min, max);

    public static ValueKind<long> Long(long min, long max) => new LongKind(min, max);

    public static ValueKind<long> Memory(long min, long max) => new MemoryKind(min, max);

    public static ValueKind<T> Choice<T>(params (string Name, T Value)[] choices) =>
        new ChoiceKind<T>("argument(s) must be one of the following: " + string.Join(", ", choices.Select(c => c.Name)), choices);

    public static readonly ValueKind<KeyspaceEvents> Events = new EventsKind();

    private static string OutOfRange(long min, long max) =>
        string.Create(CultureInfo.InvariantCulture, $"argument must be between {min} and {max} inclusive");

    private sealed class TextKind : ValueKind<string>
    {
        public override bool TryParse(string text, out string value, out string error)
        {
            value = text;
            error = "";
            return true;
        }

        public override string Format(string value) => value;
    }

    private sealed class EventsKind : ValueKind<KeyspaceEvents>
    {
        public override bool TryParse(string text, out KeyspaceEvents value, out string error)
        {
            error = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
            return KeyspaceEvents.TryParse(text, out value);
        }

        public override string Format(KeyspaceEvents value) => value.ToString();

        public override string Write(KeyspaceEvents value) => value.ToLetters();
    }

    private sealed class IntegerKind(int min, int max) : ValueKind<int>
    {
        public override bool TryParse(string text, out int value, out string error)
        {
            value = 0;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                error = "argument couldn't be parsed into an integer";
                return false;
            }

            error = number < min || number > max ? OutOfRange(min, max) : "";
            value = error.Length == 0 ? (int)number : 0;
            return error.Length == 0;
        }

        public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class LongKind(long min, long max) : ValueKind<long>
    {
        public override bool TryParse(string text, out long value, out string error)
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            {
                error = "argument couldn't be parsed into an integer";
                return false;
            }

            error = value < min || value > max ? OutOfRange(min, max) : "";
            return error.Length == 0;
        }

        public override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class MemoryKind(long min, long max) : ValueKind<long>
    {
        public override bool TryParse(string text, out long value, out string error)
        {
            if (!MemorySize.TryParse(text, out value))
            {
                error = "argument must be a memory value";
                return false;
            }

            error = value < min || value > max ? OutOfRange(min, max) : "";
            return error.Length == 0;
        }

        public override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

        public override string Write(long value) => MemorySize.Format(value);
    }

    private sealed class ChoiceKind<T>(string refusal, params (string Name, T Value)[] choices) : ValueKind<T>
    {
        public override bool TryParse(string text, out T value, out string error)
        {
            foreach (var choice in choices)
            {
                if (choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    (value, error) = (choice.Value, "");
                    return true;
                }
            }

            (value, error) = (default!, refusal);
            return false;
        }

        public override string Format(T value) => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;
    }
}
