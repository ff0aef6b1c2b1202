using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Tests.Architecture;

/// <summary>Rows of the command table and handlers match one to one: a row is a promise, and a handler without a row cannot be called.</summary>
public sealed class HandlerTests
{
    [Fact]
    public void Every_row_has_a_handler()
    {
        var methods = CommandHandlers.Methods();

        CommandTable
            .All.Where(command => !command.IsContainer && command != SessionCommands.Exec)
            .Where(command => !methods.ContainsKey(CommandHandlers.MethodName(command)))
            .Select(command => command.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_handler_has_a_row()
    {
        // COMMAND is a container that also runs by itself.
        var rows = CommandTable
            .All.Where(command => !command.IsContainer || command.FullName == "command")
            .Select(CommandHandlers.MethodName);

        CommandHandlers.Methods().Keys.ShouldBeSubsetOf(rows);
    }
}
