using System.Text;

namespace Pika.Tests.Differential;

/// <summary>The choices of a random command, all from one seed. Strings are bytes, one a character.</summary>
internal sealed class Chance(int seed)
{
    private static readonly string[] Keys = ["a", "b", "c", "{a}d", "", "k\0\r\n"];

    private static readonly string[] OddNumbers =
    [
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "4611686018427387904",
        "9223372036854776",
        "01",
        "-0",
        "+1",
        "1.5",
        " 1",
        "1 ",
        "0x10",
        "",
        "abc",
    ];

    private readonly Random _random = new(seed);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool Once(int times) => _random.Next(times) == 0;

    /// <summary>An integer between two bounds, both included.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>One of few keys, so that commands meet each other.</summary>
    public string Key() => Of<string>(Keys);

    /// <summary>One to <paramref name="most"/> keys, the same one twice sometimes.</summary>
    public string[] KeyList(int most) => [.. Enumerable.Range(0, Between(1, most)).Select(_ => Key())];

    /// <summary>An integer around what is usual for it; now and then one at an edge, or something that is none.</summary>
    public string Integer(int least, int most) => Once(12) ? Of<string>(OddNumbers) : $"{Between(least, most)}";

    /// <summary>A word in upper, lower or mixed case; now and then another one.</summary>
    public string Word(string word) =>
        Between(0, 29) switch
        {
            0 => word + "X",
            < 10 => word.ToLowerInvariant(),
            10 => word[..1].ToLowerInvariant() + word[1..],
            _ => word,
        };

    /// <summary>One of the words, as <see cref="Word"/>.</summary>
    public string WordOf(params ReadOnlySpan<string> words) => Word(Of(words));

    /// <summary>Any bytes up to a length.</summary>
    public string Bytes(int most)
    {
        var bytes = new byte[Between(0, most)];
        if (Once(3))
            Array.Fill(bytes, Of<byte>(0, 0xFF, (byte)'x'));
        else
            _random.NextBytes(bytes);

        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Adds options in random order: each with a chance, and none, one or more of them wrong.</summary>
    public string[] Some(params ReadOnlySpan<string[]> options)
    {
        var chosen = new List<string[]>();
        foreach (var option in options)
        {
            if (Once(4))
                chosen.Add(option);
        }

        var shuffled = chosen.ToArray();
        _random.Shuffle(shuffled);
        return [.. shuffled.SelectMany(words => words)];
    }
}
