using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

public sealed class ActorPathTests
{
    [Fact]
    public void Paths_print_and_parse()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b#42");

        path.ToString().ShouldBe("akka://sys/user/a/b");
        path.ToStringWithoutAddress().ShouldBe("/user/a/b");
        path.ToSerializationFormat().ShouldBe("akka://sys/user/a/b#42");
        path.Uid.ShouldBe(42);
        path.Elements.ShouldBe(["user", "a", "b"]);
        path.Parent.ShouldBe(ActorPath.Parse("akka://sys/user/a"));
        (new RootActorPath(new Address("akka", "sys")) / "user" / "a" / "b").ShouldBe(path);
    }

    [Fact]
    public void Addresses_with_a_host_parse()
    {
        var path = ActorPath.Parse("akka.tcp://sys@Host:4053/user");

        path.Address.ShouldBe(new Address("akka.tcp", "sys", "host", 4053));
        path.ToString().ShouldBe("akka.tcp://sys@host:4053/user");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("slave-10.0.0.7:9221", true)]
    [InlineData("a%20b", true)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void Names(string name, bool valid) => ActorPath.IsValidPathElement(name).ShouldBe(valid);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("://x")]
    public void What_is_no_path_is_refused(string text) => ActorPath.TryParse(text, out _).ShouldBeFalse();
}
