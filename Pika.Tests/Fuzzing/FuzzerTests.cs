using System.Buffers.Binary;

namespace Pika.Tests.Fuzzing;

/// <summary>The fuzzer finds each kind of defect in a parser that has it, and none in one that has none.</summary>
public sealed class FuzzerTests
{
    private const int Cases = 20_000;

    [Fact]
    public void A_sound_parser_passes()
    {
        using var target = new LengthsTarget();
        var fuzzer = new Fuzzer(target);
        fuzzer.Run(1, TimeSpan.Zero, Cases / 10).ShouldBeNull();
        fuzzer.Cases.ShouldBe(Cases / 10);
        fuzzer.Accepted.ShouldBeInRange(Cases / 100, (Cases / 10) - 1);
    }

    [Theory]
    [InlineData(Defect.Throws, "ArgumentOutOfRangeException")]
    [InlineData(Defect.AllocatesByLength, "it has allocated")]
    [InlineData(Defect.DependsOnCuts, "it depends on how the input is cut")]
    [InlineData(Defect.Hangs, "it has not ended within")]
    public void A_defect_is_found_and_its_seed_finds_it_again(Defect defect, string problem)
    {
        using var target = new LengthsTarget { Defect = defect };
        var failure = Run(target, 1, Cases).ShouldNotBeNull();
        failure.Problem.ShouldContain(problem);
        failure.ToString().ShouldContain($"PIKA_SEED={failure.Seed}");

        var again = Run(target, failure.Seed, 1).ShouldNotBeNull();
        again.Input.ShouldBe(failure.Input);
        new Fuzzer(target) { Patience = Patience(defect) }
            .Replay(failure.Input)
            .ShouldNotBeNull();
        using var sound = new LengthsTarget();
        new Fuzzer(sound).Replay(failure.Input).ShouldBeNull();
    }

    private static FuzzFailure? Run(LengthsTarget target, int seed, int cases) =>
        new Fuzzer(target) { Patience = Patience(target.Defect) }.Run(seed, TimeSpan.Zero, cases);

    // Only one of them is waited for.
    private static TimeSpan Patience(Defect defect) => TimeSpan.FromSeconds(defect == Defect.Hangs ? 1 : 60);

    public enum Defect
    {
        None,
        Throws,
        AllocatesByLength,
        DependsOnCuts,
        Hangs,
    }

    /// <summary>A parser of strings with their lengths before them, which can have a defect.</summary>
    private sealed class LengthsTarget : FuzzTarget
    {
        private readonly ManualResetEventSlim _over = new();

        public Defect Defect { get; init; }

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            [3, 0, 0, 0, 1, 2, 3, 1, 0, 0, 0, 9],
        ];

        public override bool IsIncremental => true;

        public override string Run(byte[] input, Pieces pieces)
        {
            if (Defect == Defect.DependsOnCuts && input.Length > 8 && pieces.Next(input.Length) < 5)
                return "cut";

            string outcome = "";
            for (var rest = input.AsSpan(); !rest.IsEmpty; )
            {
                if (rest.Length < 4 && Defect != Defect.Throws)
                    return Refused + outcome;

                int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
                if (Defect == Defect.AllocatesByLength && length > 1 << 24)
                    outcome += new byte[1 << 24].Length;
                if (length < 0 || length > rest.Length - 4)
                    return Refused + outcome;

                if (Defect == Defect.Hangs && length == 0)
                    _over.Wait();
                outcome += $" {length}";
                rest = rest[(4 + length)..];
            }

            return outcome;
        }

        public override void Dispose() => _over.Set();
    }
}
