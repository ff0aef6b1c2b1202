using Pika.Host.CommandLine;

return await PikaCommand.RunAsync(args, Console.Out, Console.Error);
