using FsCheck;
using FsCheck.Fluent;
using Pika.Actors.Replication.Wire;

namespace Pika.Tests.Actors.Replication.Wire;

/// <summary>What must hold for all frames and every accident on the way: the same frames, or a refusal, never others.</summary>
public sealed class FrameProperties
{
    public static TheoryData<int> Senders => [(int)FrameSender.Replica, (int)FrameSender.Master];

    [Theory]
    [MemberData(nameof(Senders))]
    public void What_is_written_is_read_however_it_is_cut_into_pieces(int sender) =>
        Prop.ForAll(
                Frames.From((FrameSender)sender).ArrayOf(5).Zip(Gen.Elements(1, 7, 1000, 65_536, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (frames, piece) = input;
                    using var reader = new FrameReader((FrameSender)sender);

                    var read = FrameReaderTests.Feed(reader, [.. frames.SelectMany(frame => Frames.BytesOf(frame))], piece);

                    reader.Refusal.ShouldBeNull();
                    reader.IsInsideFrame.ShouldBeFalse();
                    read.Count.ShouldBe(frames.Length);
                    foreach (var (got, given) in read.Zip(frames))
                    {
                        got.ShouldSay(given);
                        got.Release();
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Senders))]
    public void With_any_bit_flipped_a_frame_is_never_taken(int sender) =>
        Prop.ForAll(
                Frames.From((FrameSender)sender).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (frame, at) = input;
                    var bytes = Frames.BytesOf(frame);
                    bytes[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));
                    using var reader = new FrameReader((FrameSender)sender);

                    FrameReaderTests.Feed(reader, bytes).ShouldBeEmpty();

                    // A length that was flipped to a larger one waits for bytes that never come.
                    (reader.Refusal is not null || reader.IsInsideFrame).ShouldBeTrue();
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Senders))]
    public void A_frame_that_is_cut_off_is_neither_taken_nor_refused(int sender) =>
        Prop.ForAll(
                Frames.From((FrameSender)sender).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
                input =>
                {
                    var (frame, at) = input;
                    var bytes = Frames.BytesOf(frame);
                    using var reader = new FrameReader((FrameSender)sender);

                    FrameReaderTests.Feed(reader, bytes.AsSpan(0, at % bytes.Length)).ShouldBeEmpty();

                    reader.Refusal.ShouldBeNull();
                    reader.IsInsideFrame.ShouldBe(at % bytes.Length > 0);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_is_refused_or_waits_and_never_takes_more_memory_than_a_frame() =>
        Prop.ForAll(
                Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(300).ToArbitrary(),
                garbage =>
                {
                    using var reader = new FrameReader(FrameSender.Master);
                    FrameReaderTests.Feed(reader, garbage).ShouldBeEmpty();
                    reader.GetMemory().Length.ShouldBeLessThanOrEqualTo(WireLimits.MaxPayload);
                }
            )
            .QuickCheckThrowOnFailure();
}
