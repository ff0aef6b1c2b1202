// The targets of the repository. build.sh is the door: it installs what is missing and calls this file.
//   dotnet cake --target=test [--filter=EndToEnd] [--configuration=Debug]
using System.Xml.Linq;

var target = Argument("target", "build");
// Tests run as Debug, so that the invariants written as assertions are checked; what is published is always Release.
var configuration = Argument("configuration", "Debug");
var filter = Argument("filter", "");

var root = MakeAbsolute(Directory("."));
var solution = root.CombineWithFilePath("Pika.slnx");
var product = root.Combine("artifacts/pika");
var results = root.Combine("artifacts/test-results");
var server = product.CombineWithFilePath("pika");
var clients = root.Combine("Pika.Tests/EndToEnd/clients");

Task("clean")
    .Description("Deletes everything that a build makes.")
    .Does(() =>
    {
        CleanDirectory(root.Combine("artifacts"));
        foreach (var folder in GetDirectories("./Pika.*/bin") + GetDirectories("./Pika.*/obj"))
            CleanDirectory(folder);
    });

Task("check")
    .Description("Fails if a file is not formatted as csharpier would.")
    .Does(() => Dotnet("csharpier check ."));

Task("format")
    .Description("Formats all files.")
    .Does(() => Dotnet("csharpier format ."));

Task("compile")
    .Description("Builds the solution.")
    .Does(() => DotNetBuild(solution.FullPath, new DotNetBuildSettings { Configuration = configuration, NoLogo = true }));

Task("publish")
    .Description("Publishes the server to artifacts/pika, compiled ahead of time for this machine so that it starts fast.")
    .Does(() =>
    {
        CleanDirectory(product);
        DotNetPublish(
            "Pika.Host/Pika.Host.csproj",
            new DotNetPublishSettings
            {
                Configuration = "Release",
                OutputDirectory = product,
                Runtime = ThisRuntime(),
                SelfContained = false,
                NoLogo = true,
                MSBuildSettings = new DotNetMSBuildSettings().WithProperty("PublishReadyToRun", "true"),
            }
        );
        Information("The server: {0}", server);
    });

Task("build").Description("The server, ready to run: artifacts/pika/pika.").IsDependentOn("publish");

Task("clients")
    .Description("Installs the client libraries that the handshake tests connect with.")
    .Does(() =>
    {
        // npm ci deletes and fetches all anew, so it runs only when the lock file is newer than what it made.
        var installed = clients.CombineWithFilePath("node_modules/.package-lock.json").FullPath;
        var locked = clients.CombineWithFilePath("package-lock.json").FullPath;
        if (System.IO.File.Exists(installed) && System.IO.File.GetLastWriteTimeUtc(installed) >= System.IO.File.GetLastWriteTimeUtc(locked))
            return;
        Run("npm", "ci --no-audit --no-fund --loglevel=error", clients);
    });

Task("test")
    .Description("All tests, the end-to-end ones against the published server.")
    .IsDependentOn("check")
    .IsDependentOn("compile")
    .IsDependentOn("publish")
    .IsDependentOn("clients")
    .Does(() => RunTests(filter));

Task("crash")
    .Description("The crash test in its long form.")
    .IsDependentOn("compile")
    .IsDependentOn("publish")
    .Does(() => RunTests("FullyQualifiedName~EndToEnd.Crash", ("PIKA_CRASH_ROUNDS", Argument("rounds", "20"))));

Task("differential")
    .Description("Random commands against redis-server in the long form: of all groups over the wire, and a fiftieth of as many of each group in the process.")
    .IsDependentOn("compile")
    .IsDependentOn("publish")
    .Does(() =>
    {
        var commands = Argument("commands", 5_000_000);
        RunTests("FullyQualifiedName~Differential", ("PIKA_WIRE_COMMANDS", $"{commands}"), ("PIKA_COMMANDS", $"{commands / 50}"));
    });

Task("replication")
    .Description("The tests of replication between servers in their long form.")
    .IsDependentOn("compile")
    .IsDependentOn("publish")
    .Does(() => RunTests("FullyQualifiedName~EndToEnd.Replication", ("PIKA_REPLICATION", "long")));

Task("fuzz")
    .Description("The fuzzing of all parsers in its long form.")
    .IsDependentOn("compile")
    .Does(() => RunTests("FullyQualifiedName~Tests.Fuzzing", ("PIKA_FUZZ_MINUTES", Argument("minutes", "20"))));

Task("simulate")
    .Description("Clusters on virtual time under faults, seed after seed.")
    .IsDependentOn("compile")
    .Does(() =>
    {
        var report = results.CombineWithFilePath("simulation.txt").FullPath;
        try
        {
            RunTests(
                "FullyQualifiedName~Simulated.SimulationTests.A_campaign",
                ("PIKA_SIMULATE_SEEDS", Argument("seeds", "0")),
                ("PIKA_SIMULATE_FROM", Argument("from", "1")),
                ("PIKA_SIMULATE_MINUTES", Argument("minutes", "0")),
                ("PIKA_SIMULATE_REPORT", report)
            );
        }
        finally
        {
            if (System.IO.File.Exists(report))
                Information("{0}", System.IO.File.ReadAllText(report));
        }
    });

Task("chaos")
    .Description("Servers under kill -9, bad networks, full disks and failovers, in the long form.")
    .IsDependentOn("compile")
    .IsDependentOn("publish")
    .Does(() => RunTests("FullyQualifiedName~EndToEnd.Chaos", ("PIKA_CHAOS_MINUTES", Argument("minutes", "30"))));

Task("planted")
    .Description("Hunts all planted bugs with the simulator, and writes their table into docs/simulation.md.")
    .IsDependentOn("compile")
    .Does(() => RunTests("FullyQualifiedName~PlantedBugTests", ("PIKA_PLANTED", "all")));

// What DotNetTest makes of its arguments is not enough here: the summary must be written whether or not a test failed.
void RunTests(string testFilter, params (string Name, string Value)[] settings)
{
    CleanDirectory(results);
    var arguments = new ProcessArgumentBuilder()
        .Append("test")
        .AppendQuoted(root.CombineWithFilePath("Pika.Tests/Pika.Tests.csproj").FullPath)
        .Append("--no-build --nologo")
        .Append("-c " + configuration)
        .AppendSwitchQuoted("--results-directory", results.FullPath)
        .AppendSwitchQuoted("--logger", "trx;LogFileName=tests.trx")
        .AppendSwitchQuoted("--blame-hang-timeout", settings.Length > 0 ? "6h" : "10m");
    if (testFilter != "")
        arguments.AppendSwitchQuoted("--filter", testFilter);

    var environment = new Dictionary<string, string> { ["PIKA_EXECUTABLE"] = server.FullPath };
    foreach (var setting in settings)
        environment[setting.Name] = setting.Value;

    // A long form is to try what nobody has tried; the run of all tests fails for what was changed, and not by chance.
    if (settings.Length > 0 && !HasEnvironmentVariable("PIKA_SEED"))
        environment["PIKA_SEED"] = "random";
    var exit = StartProcess("dotnet", new ProcessSettings { Arguments = arguments, EnvironmentVariables = environment });

    var summary = Summarise();
    System.IO.File.WriteAllText(results.CombineWithFilePath("summary.txt").FullPath, summary.Line + "\n");
    if (exit != 0 || summary.Failed > 0)
        throw new CakeException($"tests failed: {summary.Line} (dotnet test ended with {exit})");
    if (summary.Passed == 0)
        throw new CakeException("no test ran");
}

(int Passed, int Failed, string Line) Summarise()
{
    int passed = 0, failed = 0, skipped = 0;
    foreach (var file in GetFiles(results.FullPath + "/**/*.trx"))
    {
        var counters = XDocument.Load(file.FullPath).Descendants().First(element => element.Name.LocalName == "Counters");
        int Count(string name) => (int?)counters.Attribute(name) ?? 0;
        var here = (Passed: Count("passed"), Executed: Count("executed"), Total: Count("total"));
        passed += here.Passed;
        failed += here.Executed - here.Passed;
        skipped += here.Total - here.Executed;
    }

    return (passed, failed, $"{passed} passed, {failed} failed, {skipped} skipped");
}

// The portable name, since packs are not made for each distribution's own ("debian.12-x64").
string ThisRuntime()
{
    var system = IsRunningOnMacOs() ? "osx" : IsRunningOnWindows() ? "win" : "linux";
    return system + "-" + System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
}

void Dotnet(string arguments) => Run("dotnet", arguments, root);

void Run(string program, string arguments, DirectoryPath folder)
{
    var exit = StartProcess(program, new ProcessSettings { Arguments = arguments, WorkingDirectory = folder });
    if (exit != 0)
        throw new CakeException($"'{program} {arguments}' ended with {exit}");
}

RunTarget(target);
