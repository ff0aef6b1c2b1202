using Pika.Actors.Log;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Tests.Actors.Log;

/// <summary>Rows that a node could not read while it applies them are found before they are in its log.</summary>
public sealed class ReceivedRowsTests
{
    [Theory]
    [InlineData(Family.Meta, 6, 0)]
    [InlineData(Family.Data, 0, 0)]
    public void A_row_of_a_key_is_sound(Family family, int key, int value) =>
        Flaw(batch => batch.Put(family, new byte[key], value)).ShouldBeNull();

    [Fact]
    public void Rows_of_the_system_are_sound_as_they_are_written() =>
        Flaw(batch =>
            {
                batch.Put(Family.System, AppliedRow.Key, AppliedRow.ValueSize);
                batch.Put(Family.System, EpochRow.Key(3), EpochRow.ValueSize);
                batch.Put(Family.System, RowKeys.Count(1, 2), Generation.CountSize);
                batch.Put(Family.System, RowKeys.Database(3), sizeof(uint));
                batch.Put(Family.System, RowKeys.Dropped(3, 4), 0);
                batch.Put(Family.System, "whatever"u8, 1);
                batch.Delete(Family.System, "db/"u8);
            })
            .ShouldBeNull();

    [Theory]
    [InlineData(Family.Meta, "short", 1)]
    [InlineData(Family.System, "applied", 23)]
    [InlineData(Family.System, "epoch/1234", 35)]
    [InlineData(Family.System, "epoch/123", 36)]
    [InlineData(Family.System, "count/12345", 16)]
    [InlineData(Family.System, "count/123456", 15)]
    [InlineData(Family.System, "reclaim/123", 0)]
    [InlineData(Family.System, "db/12", 3)]
    public void A_row_that_cannot_be_read_is_a_flaw(Family family, string key, int value) =>
        Flaw(batch => batch.Put(family, System.Text.Encoding.ASCII.GetBytes(key), value))
            .ShouldBe($"a row of family {family} has a key of {key.Length} bytes and a value of {value}");

    [Fact]
    public void What_are_no_rows_is_a_flaw()
    {
        ReceivedRows.FindFlaw([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]).ShouldNotBeNull();
        ReceivedRows.FindFlaw([1]).ShouldNotBeNull();
    }

    private static string? Flaw(Action<WriteBatch> fill)
    {
        var batch = new WriteBatch(reservedPrefix: 0);
        fill(batch);
        return ReceivedRows.FindFlaw(batch.Payload);
    }
}
