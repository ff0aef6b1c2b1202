namespace Pika.Tests.EndToEnd;

/// <summary>Starting and ending: what stops a start says why, and harms nothing.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("everysec")]
    [InlineData("no")]
    public async Task SIGTERM_keeps_everything_and_ends_with_0(string appendfsync)
    {
        using var folder = new TemporaryFolder();
        await using (var server = await PikaProcess.Start(folder.Path, "appendfsync", appendfsync))
        {
            using var client = await server.Connect();
            await client.Call("SET", "kept", "yes");
            (await server.Terminate()).ShouldBe(0, server.Output);
        }

        await using var again = await PikaProcess.Start(folder.Path);
        using var reader = await again.Connect();
        (await reader.Call("GET", "kept")).ShouldBe("$3\r\nyes\r\n");
    }

    [Fact]
    public async Task SHUTDOWN_keeps_everything_and_ends_with_0()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await PikaProcess.Start(folder.Path))
        {
            using var client = await server.Connect();
            await client.Call("SET", "kept", "yes");
            await client.Send(RespClient.Encode("SHUTDOWN"));
            (await client.ReadToEnd()).ShouldBe("");
            (await server.WaitForExit()).ShouldBe(0, server.Output);
        }

        await using var again = await PikaProcess.Start(folder.Path);
        using var reader = await again.Connect();
        (await reader.Call("GET", "kept")).ShouldBe("$3\r\nyes\r\n");
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        await using var first = await PikaProcess.Start(folder.File("first"));

        var (code, output) = await PikaProcess.StartRefused(
            "--port",
            first.Port.ToString(),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.File("second")
        );

        code.ShouldNotBe(0);
        output.ShouldContain(first.Port.ToString());
        output.ShouldContain("in use", Case.Insensitive);
        output.ShouldNotContain("   at ", customMessage: "a stack trace is no message for a user");
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_stops_and_leaves_the_first_alone()
    {
        using var folder = new TemporaryFolder();
        await using var first = await PikaProcess.Start(folder.Path);
        using var client = await first.Connect();
        await client.Call("SET", "before", "1");

        var (code, output) = await PikaProcess.StartRefused("--dir", folder.Path, "--port", ServerProcess.FreePort().ToString());

        code.ShouldNotBe(0);
        output.ShouldContain(folder.Path);
        output.ShouldNotContain("   at ", customMessage: "a stack trace is no message for a user");
        (await client.Call("SET", "after", "1")).ShouldBe("+OK\r\n");
        (await client.Call("DBSIZE")).ShouldBe(":2\r\n");
        await first.Kill();
        await using var again = await first.Restart();
        using var reader = await again.Connect();
        (await reader.Call("DBSIZE")).ShouldBe(":2\r\n");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_one_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("plain"), "not a directory");

        var (code, output) = await PikaProcess.StartRefused("--dir", folder.File("plain"), "--port", ServerProcess.FreePort().ToString());

        code.ShouldNotBe(0);
        output.ShouldContain(folder.File("plain"));
        output.ShouldNotContain("   at ", customMessage: "a stack trace is no message for a user");
        (await File.ReadAllTextAsync(folder.File("plain"))).ShouldBe("not a directory");
    }

    [Fact]
    public async Task A_directory_without_permission_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        // Not even the administrator can write there, so the test means the same for everyone.
        var forbidden =
            Environment.UserName == "root" ? "/proc/pika" : Directory.CreateDirectory(folder.File("closed"), UnixFileMode.None).FullName;

        var (code, output) = await PikaProcess.StartRefused("--dir", forbidden, "--port", ServerProcess.FreePort().ToString());

        code.ShouldNotBe(0);
        output.ShouldContain(forbidden);
        output.ShouldNotContain("   at ", customMessage: "a stack trace is no message for a user");
    }

    [Theory]
    [InlineData("port 9221\n\nno-such-directive 1\n", 3, "no-such-directive")]
    [InlineData("port 70000\n", 1, "70000")]
    [InlineData("# a comment\nport : many\n", 2, "many")]
    [InlineData("databases 0\n", 1, "databases")]
    [InlineData("appendfsync sometimes\n", 1, "sometimes")]
    [InlineData("port 9221\ndir \"./unclosed\n", 2, "2")]
    public async Task A_bad_line_of_the_configuration_is_named(string text, int line, string mentioned)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("pika.conf"), text);

        var (code, output) = await PikaProcess.StartRefused("-c", folder.File("pika.conf"), "--dir", folder.File("data"));

        code.ShouldNotBe(0);
        output.ShouldContain($"pika.conf:{line}");
        output.ShouldContain(mentioned);
        output.ShouldNotContain("   at ", customMessage: "a stack trace is no message for a user");
        Directory.Exists(folder.File("data")).ShouldBeFalse("nothing is touched before the configuration is sound");
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--databases", "0")]
    [InlineData("--appendfsync", "sometimes")]
    [InlineData("--binlog-file-size", "12 parsecs")]
    [InlineData("--no-such-directive", "1")]
    public async Task A_bad_option_is_named(string option, string value)
    {
        using var folder = new TemporaryFolder();

        var (code, output) = await PikaProcess.StartRefused("--dir", folder.File("data"), option, value);

        code.ShouldNotBe(0);
        output.ShouldContain(option[2..]);
        Directory.Exists(folder.File("data")).ShouldBeFalse("nothing is touched before the configuration is sound");
    }

    [Fact]
    public async Task A_file_may_be_written_in_Pikas_way_and_options_override_it()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("pika.conf"), "# Pika\ndatabases : 4\ntimeout : 30\n");

        await using var server = await PikaProcess.StartWithFile(folder.File("pika.conf"), folder.File("data"), "timeout", "40");
        using var client = await server.Connect();

        (await client.Call("CONFIG", "GET", "databases")).ShouldBe("*2\r\n$9\r\ndatabases\r\n$1\r\n4\r\n");
        (await client.Call("CONFIG", "GET", "timeout")).ShouldBe("*2\r\n$7\r\ntimeout\r\n$2\r\n40\r\n");
        (await client.Call("SELECT", "4")).ShouldBe("-ERR DB index is out of range\r\n");
    }

    [Fact]
    public async Task Version_and_help_are_printed()
    {
        (await Tool.Run(PikaProcess.Executable, ["--version"])).ShouldMatch(@"[0-9]+\.[0-9]+");
        (await Tool.Run(PikaProcess.Executable, ["--help"])).ShouldContain("--port");
    }
}
