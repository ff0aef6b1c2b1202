using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class SparseIndexTests
{
    [Fact]
    public void Finds_the_nearest_noted_record_before_an_index()
    {
        var index = new SparseIndex();
        index.TryFind(5, out _, out _).ShouldBeFalse();
        for (var i = 0; i < 1000; i++)
        {
            index.Note((ulong)i + 100, 64 + (i * 1000));
        }
        for (var i = 0; i < 1000; i++)
        {
            index.TryFind((ulong)i + 100, out var found, out var offset).ShouldBeTrue();
            found.ShouldBeLessThanOrEqualTo((ulong)i + 100);
            offset.ShouldBe(64 + (((long)found - 100) * 1000));
            (64 + (i * 1000) - offset).ShouldBeLessThan(SparseIndex.StepBytes);
        }
        index.TryFind(99, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_part_that_was_read_later_is_filled_in()
    {
        var index = new SparseIndex();
        index.Note(1000, 1_000_000);
        index.Note(500, 500_000);
        index.Note(990, 990_000);
        index.TryFind(700, out var found, out _).ShouldBeTrue();
        found.ShouldBe(500ul);
        index.TryFind(999, out found, out _).ShouldBeTrue();
        found.ShouldBe(500ul, "990 is within a step of 1000 and was not kept");
    }
}
