using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Tests.Actors.Execution;

public sealed class CommandHandlersTests
{
    [Fact]
    public void Rows_and_handlers_match_one_to_one()
    {
        var handlers = CommandHandlers.Methods().Keys;
        var runnable = CommandTable.All.Where(row => !row.IsContainer && row.FullName != "exec");

        runnable.Select(CommandHandlers.MethodName).Except(handlers).ShouldBeEmpty("rows without a handler");
        handlers.Except(CommandTable.All.Select(CommandHandlers.MethodName)).ShouldBeEmpty("handlers without a row");
    }
}
