using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Pika.Actors.Commands;

namespace Pika.Tests.Actors.Commands;

/// <summary>Fields agree with arithmetic on numbers of any size.</summary>
public sealed class BitfieldTests
{
    private static readonly Gen<Bitfield> Fields =
        from signed in Gen.Elements(true, false)
        from width in Gen.Choose(1, signed ? 64 : 63)
        select new Bitfield(signed, width);

    private static readonly Gen<long> Numbers =
        from magnitude in Gen.Choose(0, 63)
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select (((long)high << 32) ^ low) >> magnitude;

    [Fact]
    public void What_is_written_is_read_and_nothing_else_changes() =>
        Prop.ForAll(
                (
                    from field in Fields
                    from bit in Gen.Choose(0, 7)
                    from value in Numbers
                    from window in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(Bitfield.Window)
                    select (field, bit, value, window)
                ).ToArbitrary(),
                t =>
                {
                    var written = t.window.ToArray();
                    t.field.Write(written, t.bit, t.value);
                    t.field.Read(written, t.bit).ShouldBe(Wrapped(t.field, t.value));

                    t.field.Write(written, t.bit, t.field.Read(t.window, t.bit));
                    written.ShouldBe(t.window);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_sum_wraps_saturates_or_fails_when_it_does_not_fit() =>
        Prop.ForAll(
                (from field in Fields from start in Numbers from increment in Numbers select (field, start, increment)).ToArbitrary(),
                t =>
                {
                    var start = Wrapped(t.field, t.start);
                    var exact = (BigInteger)start + t.increment;
                    var (least, most) = Limits(t.field);
                    var fits = exact >= least && exact <= most;

                    t.field.TryAdd(start, t.increment, BitfieldOverflow.Wrap, out var wrapped).ShouldBeTrue();
                    wrapped.ShouldBe(Wrapped(t.field, exact));
                    t.field.TryAdd(start, t.increment, BitfieldOverflow.Saturate, out var saturated).ShouldBeTrue();
                    saturated.ShouldBe((long)BigInteger.Clamp(exact, least, most));
                    t.field.TryAdd(start, t.increment, BitfieldOverflow.Fail, out _).ShouldBe(fits);
                }
            )
            .QuickCheckThrowOnFailure();

    private static (BigInteger Least, BigInteger Most) Limits(Bitfield field) =>
        field.Signed
            ? (-BigInteger.Pow(2, field.Width - 1), BigInteger.Pow(2, field.Width - 1) - 1)
            : (BigInteger.Zero, BigInteger.Pow(2, field.Width) - 1);

    private static long Wrapped(Bitfield field, BigInteger value)
    {
        var modulus = BigInteger.Pow(2, field.Width);
        var rest = ((value % modulus) + modulus) % modulus;
        return (long)(field.Signed && rest > Limits(field).Most ? rest - modulus : rest);
    }
}
