using Pika.Tests.Checking;

namespace Pika.Tests.EndToEnd.Chaos;

public sealed class RepliesTests
{
    [Theory]
    [InlineData(OperationKind.Get, "$-1\r\n", Outcome.Ok, null)]
    [InlineData(OperationKind.Get, "$3\r\n1.2\r\n", Outcome.Ok, "1.2")]
    [InlineData(OperationKind.GetList, "*2\r\n$3\r\n1.2\r\n$3\r\n1.3\r\n", Outcome.Ok, "1.2 1.3")]
    [InlineData(OperationKind.GetList, "*0\r\n", Outcome.Ok, "")]
    [InlineData(OperationKind.Add, ":5\r\n", Outcome.Ok, "5")]
    [InlineData(OperationKind.Set, "+OK\r\n", Outcome.Ok, null)]
    [InlineData(OperationKind.Set, "-READONLY no\r\n", Outcome.Failed, "-READONLY no")]
    [InlineData(OperationKind.Set, "-MISCONF no space\r\n", Outcome.Failed, "-MISCONF no space")]
    [InlineData(
        OperationKind.Set,
        "-MISCONF it takes effect when the store works again\r\n",
        Outcome.Indeterminate,
        "-MISCONF it takes effect when the store works again"
    )]
    [InlineData(OperationKind.Set, "-NOREPLICAS The write is\r\n", Outcome.Indeterminate, "-NOREPLICAS The write is")]
    public void An_answer_says_what_became_of_an_operation(OperationKind kind, string reply, Outcome outcome, string? result) =>
        Replies.Of(kind, reply).ShouldBe((outcome, result));
}
