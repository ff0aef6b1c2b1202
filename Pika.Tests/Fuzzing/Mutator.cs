using System.Buffers.Binary;

namespace Pika.Tests.Fuzzing;

/// <summary>Makes inputs that are nearly sound: takes one and breaks it in a few places, by chance.</summary>
internal sealed class Mutator(FuzzTarget target, Random random)
{
    /// <summary>The most places that are broken in one input.</summary>
    private const int MostSteps = 6;

    private static readonly long[] Numbers =
    [
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        short.MaxValue,
        ushort.MaxValue,
        int.MaxValue - 1,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = new List<byte>(AnySeed());
        for (int steps = random.Next(1, MostSteps + 1); steps > 0; steps--)
            Break(input);

        if (input.Count > target.MaxLength)
            input.RemoveRange(target.MaxLength, input.Count - target.MaxLength);
        byte[] bytes = [.. input];
        return random.Next(4) == 0 ? bytes : target.Reseal(bytes);
    }

    private byte[] AnySeed() => target.Seeds[random.Next(target.Seeds.Count)];

    private void Break(List<byte> input)
    {
        int at = random.Next(input.Count + 1);
        int length = random.Next(3) == 0 ? random.Next(input.Count - at + 1) : Math.Min(random.Next(9), input.Count - at);
        switch (random.Next(12))
        {
            case 0 or 1 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 when at < input.Count:
                input[at] = AnyByte();
                break;
            case 3:
                input.RemoveRange(at, input.Count - at);
                break;
            case 4:
                input.RemoveRange(at, length);
                break;
            case 5:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 6:
                Splice(input, at, length);
                break;
            case 7 or 8:
                PutNumber(input, at);
                break;
            case 9:
                PutDigits(input, at);
                break;
            case 10 when target.Words.Count > 0:
                input.InsertRange(at, target.Words[random.Next(target.Words.Count)]);
                break;
            default:
                input.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => AnyByte()));
                break;
        }
    }

    private byte AnyByte() => random.Next(3) == 0 ? "\0\xff\r\n *$\"'\\:#-"u8[random.Next(13)] : (byte)random.Next(256);

    // A part of another input takes the place of a part of this one.
    private void Splice(List<byte> input, int at, int length)
    {
        byte[] other = AnySeed();
        int from = random.Next(other.Length + 1);
        input.RemoveRange(at, length);
        input.InsertRange(at, other[from..random.Next(from, other.Length + 1)]);
    }

    // A length, a count or an offset that is too large, too small or just beside, in any width and order of bytes.
    private void PutNumber(List<byte> input, int at)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        long number = Numbers[random.Next(Numbers.Length)] + (random.Next(4) == 0 ? random.Next(-9, 10) : 0);
        int width = 1 << random.Next(4);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        bytes = bytes[..width];
        if (random.Next(2) == 0)
            bytes.Reverse();
        for (int i = 0; i < width && at + i < input.Count; i++)
            input[at + i] = bytes[i];
    }

    // The next digits become another number.
    private void PutDigits(List<byte> input, int at)
    {
        int from = input.FindIndex(Math.Min(at, input.Count), static b => b is >= (byte)'0' and <= (byte)'9');
        if (from < 0)
            return;

        int end = from;
        while (end < input.Count && input[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        input.RemoveRange(from, end - from);
        long number = random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(-2, 40);
        input.InsertRange(from, number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(static c => (byte)c));
    }
}
