using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>The fast forms agree with looking at one bit after the other.</summary>
public sealed class BitsTests
{
    // Long enough for words, vectors and what is left after them; often all bits alike, so that searches go far.
    private static readonly Arbitrary<byte[]> Bytes = (
        from length in Gen.Choose(1, 70)
        from common in Gen.Elements<byte>(0, 0xFF)
        from bytes in Gen.Frequency((8, Gen.Constant(common)), (1, Gen.Choose(0, 255).Select(b => (byte)b))).ArrayOf(length)
        select bytes
    ).ToArbitrary();

    [Fact]
    public void Bits_are_counted() =>
        Prop.ForAll(Bytes, bytes => Bits.Count(bytes) == Positions(bytes).Count(i => Bit(bytes, i))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_bit_in_a_range_is_found() =>
        Prop.ForAll(
                Bytes,
                Gen.Choose(0, 8 * 70).Two().ToArbitrary(),
                (bytes, ends) =>
                {
                    var (from, to) = (Math.Min(ends.Item1, ends.Item2) % (8 * bytes.Length), (8 * bytes.Length) - 1);
                    to = Math.Max(from, Math.Min(to, Math.Max(ends.Item1, ends.Item2)));
                    foreach (var wanted in new[] { true, false })
                    {
                        var expected = Positions(bytes)
                            .Where(i => i >= from && i <= to && Bit(bytes, i) == wanted)
                            .DefaultIfEmpty(-1)
                            .First();
                        Bits.IndexOf(bytes, wanted, from, to).ShouldBe(expected);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(BitOperation.And)]
    [InlineData(BitOperation.Or)]
    [InlineData(BitOperation.Xor)]
    public void Bytes_are_combined(BitOperation operation) =>
        Prop.ForAll(
                Bytes,
                bytes =>
                {
                    var left = bytes.Reverse().ToArray();
                    var combined = left.ToArray();
                    Bits.Combine(operation, combined, bytes);
                    combined.ShouldBe(
                        left.Zip(
                            bytes,
                            (a, b) =>
                                (byte)(
                                    operation switch
                                    {
                                        BitOperation.And => a & b,
                                        BitOperation.Or => a | b,
                                        _ => a ^ b,
                                    }
                                )
                        )
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_bit_is_turned_over()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        Bits.Invert(bytes);
        bytes.ShouldBe(Enumerable.Range(0, 100).Select(i => (byte)(255 - i)));
    }

    private static IEnumerable<int> Positions(byte[] bytes) => Enumerable.Range(0, 8 * bytes.Length);

    private static bool Bit(byte[] bytes, int i) => (bytes[i >> 3] & (0x80 >> (i & 7))) != 0;
}
