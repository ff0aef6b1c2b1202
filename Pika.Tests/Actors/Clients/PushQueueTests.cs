using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Tests.Actors.Clients;

public sealed class PushQueueTests
{
    private readonly PushQueue _queue;
    private readonly RespWriter _replies = new();
    private int _wakes;

    public PushQueueTests() => _queue = new PushQueue(() => _wakes++);

    [Fact]
    public void Messages_come_out_in_order_behind_the_replies()
    {
        _replies.Ok();
        _queue.TryAdd((byte)'>', "*1\r\n+a\r\n"u8, 100);
        _queue.TryAdd((byte)'*', ">1\r\n+b\r\n"u8, 100);

        _queue.MoveTo(_replies);

        _replies.WrittenSpan.ToArray().ShouldBe("+OK\r\n>1\r\n+a\r\n*1\r\n+b\r\n"u8.ToArray());
        _queue.Length.ShouldBe(0);
    }

    [Fact]
    public void The_connection_is_woken_by_the_first_message_alone_until_it_has_taken_them()
    {
        _queue.TryAdd((byte)'*', "*0\r\n"u8, 100);
        _queue.TryAdd((byte)'*', "*0\r\n"u8, 100);
        _wakes.ShouldBe(1);

        _queue.MoveTo(_replies);
        _queue.TryAdd((byte)'*', "*0\r\n"u8, 100);
        _wakes.ShouldBe(2);
    }

    [Fact]
    public void What_would_be_more_than_may_wait_is_refused()
    {
        _queue.TryAdd((byte)'*', "12345678"u8, 10).ShouldBeTrue();
        _queue.TryAdd((byte)'*', "123"u8, 10).ShouldBeFalse();
        _queue.TryAdd((byte)'*', "12"u8, 10).ShouldBeTrue();
        _queue.Length.ShouldBe(10);
    }

    [Fact]
    public async Task Many_writers_and_one_reader_lose_and_mix_nothing()
    {
        const int Writers = 4;
        const int Messages = 20_000;
        var writing = Enumerable
            .Range(0, Writers)
            .Select(writer =>
                Task.Run(() =>
                {
                    var message = new byte[5];
                    for (var i = 0; i < Messages; i++)
                    {
                        BitConverter.TryWriteBytes(message.AsSpan(1), i);
                        _queue.TryAdd((byte)writer, message, long.MaxValue);
                    }
                })
            )
            .ToArray();
        var next = new int[Writers];
        while (next.Sum() < Writers * Messages)
        {
            _queue.MoveTo(_replies);
            for (var at = 0; at < _replies.Length; at += 5)
            {
                var message = _replies.WrittenSpan.Slice(at, 5);
                BitConverter.ToInt32(message[1..]).ShouldBe(next[message[0]]++);
            }

            _replies.Clear();
        }

        await Task.WhenAll(writing);
    }
}
