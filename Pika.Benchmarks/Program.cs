using Pika.Benchmarks.Actors;
using Pika.Benchmarks.Protocol;

switch (args.FirstOrDefault())
{
    case "actors":
        return await ActorBenchmarks.Run();
    case "protocol":
        ProtocolBenchmarks.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project Pika.Benchmarks -- actors | protocol");
        return 1;
}
