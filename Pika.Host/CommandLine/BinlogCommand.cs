using System.CommandLine;
using Pika.Storage.Binlog;
using Pika.Storage.Files;

namespace Pika.Host.CommandLine;

/// <summary><c>pika binlog ls|verify|dump DIR</c>: looks at a log offline, or beside the node that writes it.</summary>
internal static class BinlogCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        new("binlog", "Looks at a binlog: its directory, or the data directory above it.") { List(), Verify(), Dump() };

    private static Command List()
    {
        var path = PathArgument();
        var command = new Command("ls", "Lists the segments.") { path };
        command.SetAction(parsed => BinlogTools.List(DiskFileSystem.Instance, LogIn(parsed.GetRequiredValue(path)), Output(parsed)));
        return command;
    }

    private static Command Verify()
    {
        var path = PathArgument();
        var command = new Command("verify", "Reads everything and tells what is sound and what is not.") { path };
        command.SetAction(parsed => BinlogTools.Verify(DiskFileSystem.Instance, LogIn(parsed.GetRequiredValue(path)), Output(parsed)));
        return command;
    }

    private static Command Dump()
    {
        var defaults = new BinlogDumpOptions();
        var path = PathArgument();
        var from = new Option<ulong>("--from") { Description = "The first index to show.", DefaultValueFactory = _ => defaults.From };
        var to = new Option<ulong>("--to") { Description = "The last index to show.", DefaultValueFactory = _ => defaults.To };
        var database = new Option<int?>("--db") { Description = "Only records of this database, and those of several." };
        var preview = new Option<int>("--bytes")
        {
            Description = "Bytes of each key and value to show.",
            DefaultValueFactory = _ => defaults.PreviewBytes,
        };
        var brief = new Option<bool>("--brief") { Description = "One line for each record, without its rows." };
        var command = new Command("dump", "Writes the effects of records as text, the oldest first.")
        {
            path,
            from,
            to,
            database,
            preview,
            brief,
        };
        command.SetAction(parsed =>
        {
            var options = new BinlogDumpOptions
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Database = parsed.GetValue(database),
                PreviewBytes = parsed.GetValue(preview),
                Rows = !parsed.GetValue(brief),
            };
            return BinlogTools.Dump(DiskFileSystem.Instance, LogIn(parsed.GetRequiredValue(path)), options, Output(parsed));
        });
        return command;
    }

    private static Argument<string> PathArgument() =>
        new("DIR") { Description = "The binlog's directory, one of its files, or the data directory." };

    /// <summary>Whoever names the data directory means the log in it.</summary>
    private static string LogIn(string path) => Directory.Exists(Path.Combine(path, "binlog")) ? Path.Combine(path, "binlog") : path;

    private static TextWriter Output(ParseResult parsed) => parsed.InvocationConfiguration.Output;
}
