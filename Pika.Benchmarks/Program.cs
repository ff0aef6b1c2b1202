using Pika.Benchmarks.Actors;

switch (args.FirstOrDefault())
{
    case "actors":
        return await ActorBenchmarks.Run();
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project Pika.Benchmarks -- actors");
        return 1;
}
