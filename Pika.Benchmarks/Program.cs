using Pika.Benchmarks.Actors;
using Pika.Benchmarks.Protocol;
using Pika.Benchmarks.Store;

switch (args.FirstOrDefault())
{
    case "actors":
        return await ActorBenchmarks.Run();
    case "protocol":
        ProtocolBenchmarks.Run();
        return 0;
    case "store":
        return StoreBenchmark.Run(args[1..]);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project Pika.Benchmarks -- actors | protocol | store [--rows N] [--extra \"name=value;...\"]");
        return 1;
}
