using System.Reflection;

namespace Pika.Tests.Architecture;

/// <summary>
/// Messages are immutable sealed records. A message is a record nested in an actor, or in a static class named ...Protocol that
/// two actors share.
/// </summary>
public sealed class MessageTests
{
    private static readonly Type[] MutableCollections =
    [
        typeof(List<>),
        typeof(Dictionary<,>),
        typeof(HashSet<>),
        typeof(Queue<>),
        typeof(Stack<>),
        typeof(SortedDictionary<,>),
        typeof(SortedSet<>),
        typeof(LinkedList<>),
    ];

    [Fact]
    public void Messages_are_sealed()
    {
        Messages().Where(message => !message.IsSealed && !message.IsAbstract).Select(message => message.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Messages_cannot_be_changed()
    {
        var settable =
            from message in Messages()
            from property in message.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            where property.SetMethod is { } setter && !IsInit(setter)
            select $"{message.FullName}.{property.Name} can be set";
        var fields =
            from message in Messages()
            from field in message.GetFields(BindingFlags.Public | BindingFlags.Instance)
            where !field.IsInitOnly
            select $"{message.FullName}.{field.Name} can be set";
        var collections =
            from message in Messages()
            from property in message.GetProperties()
            where property.PropertyType.IsGenericType && MutableCollections.Contains(property.PropertyType.GetGenericTypeDefinition())
            select $"{message.FullName}.{property.Name} is a mutable collection";

        settable.Concat(fields).Concat(collections).ShouldBeEmpty();
    }

    private static IEnumerable<Type> Messages() =>
        from type in Assembly.Load("Pika.Actors").GetTypes()
        where type.DeclaringType is { } owner && (IsActor(owner) || IsProtocol(owner)) && IsRecord(type)
        select type;

    private static bool IsActor(Type? type) => type is not null && (type.FullName == "Akka.Actor.ActorBase" || IsActor(type.BaseType));

    private static bool IsProtocol(Type type) =>
        type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Protocol", StringComparison.Ordinal);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
