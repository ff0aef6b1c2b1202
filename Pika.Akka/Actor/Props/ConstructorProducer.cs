using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors by their constructor.</summary>
internal sealed class ConstructorProducer(Type type, ConstructorInfo? constructor, object?[] arguments) : IIndirectActorProducer
{
    private const BindingFlags AnyInstance =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;

    public Type ActorType => type;

    public ActorBase Produce() =>
        constructor is not null
            ? (ActorBase)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)
            : (ActorBase)Activator.CreateInstance(type, AnyInstance, binder: null, arguments, culture: null)!;

    public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();
}
