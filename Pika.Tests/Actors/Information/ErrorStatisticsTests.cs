using System.Text;
using Pika.Actors.Information;

namespace Pika.Tests.Actors.Information;

public sealed class ErrorStatisticsTests
{
    private readonly ErrorStatistics _errors = new();

    [Fact]
    public void Errors_are_counted_by_their_first_word()
    {
        foreach (var error in new[] { "-ERR a b\r\n", "-WRONGTYPE x\r\n", "-ERR c\r\n", "-LOADING\r\n" })
            _errors.Add(Encoding.ASCII.GetBytes(error));

        _errors.ByKind().ShouldBe([("ERR", 2L), ("LOADING", 1L), ("WRONGTYPE", 1L)]);
        _errors.Total.ShouldBe(4);
    }

    [Fact]
    public void Kinds_are_bounded_and_all_errors_are_counted()
    {
        for (var i = 0; i < 1000; i++)
            _errors.Add(Encoding.ASCII.GetBytes($"-E{i} x\r\n"));

        _errors.ByKind().Count.ShouldBe(128);
        _errors.Total.ShouldBe(1000);
        _errors.Reset();
        _errors.Total.ShouldBe(0);
        _errors.ByKind().ShouldBeEmpty();
    }
}
