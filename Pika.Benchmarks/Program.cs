using Pika.Benchmarks.Actors;
using Pika.Benchmarks.Costs;
using Pika.Benchmarks.Protocol;
using Pika.Benchmarks.Replication;
using Pika.Benchmarks.Servers;
using Pika.Benchmarks.Store;

switch (args.FirstOrDefault())
{
    case "actors":
        return await ActorBenchmarks.Run();
    case "bench":
        return await BenchCommand.Run(args[1..]);
    case "collections":
        return CollectionBenchmark.Run(args[1..]);
    case "costs":
        return await CostCommand.Run(args[1..]);
    case "protocol":
        ProtocolBenchmarks.Run();
        return 0;
    case "replication":
        return await ReplicationCommand.Run(args[1..]);
    case "store":
        return StoreBenchmark.Run(args[1..]);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project Pika.Benchmarks -- VERB");
        Console.Error.WriteLine("  actors      tell, ping-pong, ask and persist of the actor runtime");
        Console.Error.WriteLine("  bench       redis-benchmark against this server and redis-server in turn (./build.sh bench)");
        Console.Error.WriteLine("  collections rows of collections through the hot rows: collections [--rows N] [--pipeline N]");
        Console.Error.WriteLine(
            "  costs       the time of commands on values that grow tenfold, against docs/costs.md: costs [--size N | --elements N]"
        );
        Console.Error.WriteLine("  protocol    parsing requests and writing replies");
        Console.Error.WriteLine("  replication a master with a replica, against redis-server with one; options as for bench");
        Console.Error.WriteLine("  store       writes to RocksDB: store [--rows N] [--extra \"name=value;...\"]");
        return 1;
}
