using System.Buffers;
using Pika.Actors.Log;

namespace Pika.Tests.Actors.Log;

public sealed class LogTailTests
{
    private readonly LogTail _tail = new();

    [Fact]
    public void Keeps_nothing_while_nobody_reads()
    {
        _tail.Add(1, [1]);
        _tail.Open();
        _tail.Read(1, 1, 100, out _, out _).ShouldBeNull();
        _tail.Add(2, [2]);
        Read(2, 9, 100).ShouldBe([2]);

        _tail.Close();
        _tail.Open();
        _tail.Read(2, 2, 100, out _, out _).ShouldBeNull();
    }

    [Fact]
    public void Reads_whole_records_within_the_bounds_and_one_at_least()
    {
        _tail.Open();
        _tail.Add(5, [1, 1, 1]);
        _tail.Add(6, [2, 2]);
        _tail.Add(7, [3]);
        Read(5, 7, 100).ShouldBe([1, 1, 1, 2, 2, 3]);
        Read(5, 6, 100).ShouldBe([1, 1, 1, 2, 2]);
        Read(5, 7, 4).ShouldBe([1, 1, 1]);
        Read(5, 7, 1).ShouldBe([1, 1, 1]);
        Read(6, 7, 3).ShouldBe([2, 2, 3]);
        _tail.Read(8, 9, 100, out _, out _).ShouldBeNull();
        _tail.Read(4, 9, 100, out _, out _).ShouldBeNull();
    }

    [Fact]
    public void Begins_anew_behind_a_gap()
    {
        _tail.Open();
        _tail.Add(1, [1]);
        _tail.Add(9, [9]);
        _tail.Read(1, 9, 100, out _, out _).ShouldBeNull();
        Read(9, 9, 100).ShouldBe([9]);
    }

    [Fact]
    public void Holds_the_last_records_whatever_their_sizes()
    {
        _tail.Open();
        var random = new Random(1);
        var all = new List<byte[]>();
        for (ulong index = 1; index <= 3000; index++)
        {
            byte[] record = new byte[random.Next(1, 20_000)];
            random.NextBytes(record);
            all.Add(record);
            _tail.Add(index, record);

            ulong from = index - (ulong)random.Next(0, (int)Math.Min(index, 8));
            byte[] bytes = Read(from, index, int.MaxValue);
            bytes.AsSpan().SequenceEqual([.. all.Skip((int)from - 1).SelectMany(each => each)]).ShouldBeTrue();
        }

        _tail.Read(1, 3000, 1, out _, out _).ShouldBeNull("more than fits came behind it");
    }

    private byte[] Read(ulong from, ulong to, int maxBytes)
    {
        byte[] rented = _tail.Read(from, to, maxBytes, out _, out int length).ShouldNotBeNull();
        byte[] bytes = rented[..length];
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }
}
