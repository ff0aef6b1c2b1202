namespace Pika.Tests.Differential;

/// <summary>
/// Commands on the connection and the server, in and around transactions, many of them wrong: unknown ones, those that MULTI refuses, nested MULTI.
/// </summary>
internal sealed class ConnectionGrammar : Grammar
{
    private static readonly string[] Names = ["", "a", "bob", "a b", "\n", "x-y.z"];

    protected override string[] Command(Chance c) =>
        c.Between(0, 9) switch
        {
            0 or 1 => Transaction(c),
            2 or 3 => Data(c),
            4 => Client(c),
            5 => Kill(c),
            6 => Hello(c),
            7 => Server(c),
            8 => Config(c),
            _ => Plain(c),
        };

    private static string[] Transaction(Chance c) =>
        c.Between(0, 9) switch
        {
            0 or 1 or 2 => ["MULTI"],
            3 or 4 or 5 => ["EXEC"],
            6 => ["DISCARD"],
            7 => ["UNWATCH"],
            8 => c.Once(20) ? ["SAVE"] : ["EXEC"],
            _ => ["WATCH", c.Key(), c.Key()],
        };

    private static string[] Data(Chance c) =>
        c.Between(0, 4) switch
        {
            0 => ["SET", c.Key(), "1"],
            1 => ["INCR", c.Key()],
            2 => ["DEL", c.Key()],
            3 => ["DBSIZE"],
            _ => ["GET", c.Key()],
        };

    private static string[] Plain(Chance c) =>
        c.Between(0, 8) switch
        {
            0 => ["PING"],
            1 => ["PING", c.Key()],
            2 => ["ECHO", c.Key()],
            3 or 4 => ["SELECT", c.Of("0", "1", "15", "16", "-1", "x", "99999999999", "01", "")],
            5 => ["RESET"],
            6 => ["nosuch", c.Key(), new string('x', 200)],
            7 => [c.Of("CLIENT", "CONFIG", "COMMAND", "MEMORY", "SLOWLOG", "CLUSTER"), "NOSUCH", c.Key()],
            _ => ["TIME", "too", "many"],
        };

    private static string[] Client(Chance c) =>
        c.Between(0, 7) switch
        {
            0 => ["CLIENT", "SETNAME", c.Of(Names)],
            1 => ["CLIENT", "GETNAME"],
            2 => ["CLIENT", "NO-EVICT", c.Of("on", "OFF", "maybe")],
            3 => ["CLIENT", "UNBLOCK", c.Of("0", "123456", "x"), c.Of("TIMEOUT", "error", "why")],
            4 => ["CLIENT", "PAUSE", c.Of("-1", "x", "1.5"), c.Of("ALL", "WRITE", "none")],
            5 => ["CLIENT", "UNPAUSE"],
            6 => ["CLIENT", "LIST", c.Of("TYPE", "ID", "NAME"), c.Of("pubsub", "master", "x", "123456")],
            _ => ["CLIENT", "REPLY", "perhaps"],
        };

    private static string[] Kill(Chance c) =>
        c.Between(0, 6) switch
        {
            0 => ["CLIENT", "KILL", "1.2.3.4:5"],
            1 => ["CLIENT", "KILL", "ID", c.Of("0", "-1", "x", "123456")],
            2 => ["CLIENT", "KILL", "TYPE", c.Of("pubsub", "master", "replica", "slave", "x")],
            3 => ["CLIENT", "KILL", c.Of("ADDR", "LADDR"), "1.2.3.4:5", "SKIPME", c.Of("yes", "NO", "x")],
            4 => ["CLIENT", "KILL", "USER", c.Of("nobody", "Default")],
            5 => ["CLIENT", "KILL", "ID", "123456", "TYPE", "normal", c.Of("SKIPME", "MAXAGE"), "yes"],
            _ => ["CLIENT", "KILL", "ID", "123456", "LADDR"],
        };

    private static string[] Hello(Chance c) =>
        c.Between(0, 6) switch
        {
            0 => ["HELLO", c.Of("1", "4", "x", "2.0"), "SETNAME", "a"],
            1 => ["HELLO", "3", "AUTH", c.Of("nobody", "Default"), "x"],
            2 => ["HELLO", "2", "SETNAME", "a b"],
            3 => ["HELLO", "3", "NAME", "a"],
            4 => ["AUTH", "x"],
            5 => ["AUTH", c.Of("default", "nobody"), "x"],
            _ => ["AUTH", "default", "x", "y"],
        };

    private static string[] Server(Chance c) =>
        c.Between(0, 8) switch
        {
            0 => ["BGSAVE", "now", "or", "later"],
            1 => ["MEMORY", "USAGE", "no such key", "SAMPLES", c.Of("-1", "0", "5", "x")],
            2 => ["SLOWLOG", "GET", c.Of("-2", "x")],
            3 => ["SLOWLOG", "RESET"],
            4 => ["CLUSTER", c.Of("INFO", "SLOTS", "NODES", "SHARDS", "MYID")],
            5 => [c.Of("READONLY", "READWRITE", "ASKING")],
            6 => ["LATENCY", c.Of("LATEST", "RESET")],
            7 => ["MODULE", "LIST"],
            _ => ["ACL", c.Of("WHOAMI", "USERS")],
        };

    private static string[] Config(Chance c) =>
        c.Between(0, 7) switch
        {
            0 => ["CONFIG", "GET", c.Of("timeout", "databases", "maxmemory", "save", "nosuch", "timeou?")],
            1 => ["CONFIG", "SET", "timeout", c.Of("0", "-1", "x", "99999999999")],
            2 => ["CONFIG", "SET", "timeout", "0", "nosuch", "1"],
            3 => ["CONFIG", "SET", "timeout", "0", "timeout", "1"],
            4 => ["CONFIG", "SET", "databases", "3"],
            5 => ["CONFIG", "REWRITE"],
            6 => ["COMMAND", "GETKEYS", c.Of("GET", "SET", "PING", "nosuch", "MSET"), "a", "b", "c", "d"],
            _ => ["CONFIG", "RESETSTAT"],
        };
}
