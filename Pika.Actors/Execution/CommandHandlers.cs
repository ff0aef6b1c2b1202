using System.Reflection;
using System.Runtime.CompilerServices;
using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>
/// Binds the rows of the command table to their handlers: the static method of a <c>*Commands</c> class in Pika.Actors.Commands
/// that is named like the command (<c>Get</c> for GET, <c>ClientKill</c> for CLIENT KILL). A row without a handler, or a
/// handler without a row, stops the start: adding a command is one row and one method.
/// </summary>
internal static class CommandHandlers
{
    private static readonly CommandHandler?[] ByIndex = Bind();

    /// <summary>Binds now, so that what is missing stops the start and not the first command.</summary>
    public static void EnsureBound() => RuntimeHelpers.RunClassConstructor(typeof(CommandHandlers).TypeHandle);

    /// <summary>The handler of a row; container commands such as CLIENT have none.</summary>
    public static CommandHandler Of(CommandSpec command) =>
        ByIndex[command.Index] ?? throw new InvalidOperationException($"'{command.FullName}' is a container and cannot be run");

    /// <summary>Every method that is a handler, by the full name of its command in lower case without separators.</summary>
    internal static Dictionary<string, MethodInfo> Methods() =>
        typeof(CommandHandlers)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == "Pika.Actors.Commands" && type.Name.EndsWith("Commands", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .ToDictionary(method => method.Name.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The name of the method that runs a command: its full name without separators.</summary>
    internal static string MethodName(CommandSpec command) =>
        new([.. command.FullName.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static CommandHandler?[] Bind()
    {
        var methods = Methods();
        var bound = new CommandHandler?[CommandTable.All.Count];
        foreach (var command in CommandTable.All)
        {
            if (methods.Remove(MethodName(command), out var method))
            {
                bound[command.Index] = method.CreateDelegate<CommandHandler>();
            }
            else if (!command.IsContainer && command != SessionCommands.Exec)
            {
                throw new InvalidOperationException($"the command '{command.FullName}' has no handler");
            }
        }

        return methods.Count == 0 ? bound : throw new InvalidOperationException($"no command has the handler '{methods.Keys.First()}'");
    }
}
